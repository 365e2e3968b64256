using System.Globalization;
using System.Text;
using Estate.Domain.Rules.Cel;
using Block = System.Collections.Generic.List<(string Name, object Value)>;

namespace Estate.Domain.Tests.Rules.Cel;

/// <summary>One of the public test cases: an expression, what it may use, and what must come out.</summary>
internal sealed record ConformanceCase(string Section, string Name, string Expression, bool IsChecked)
{
    /// <summary>Null: an error.</summary>
    internal CelValue? Expected { get; private init; }
    internal IReadOnlyList<CelVariable> Variables { get; private init; } = [];

    /// <summary>Protobuf messages are out of scope: the estate has none.</summary>
    internal bool NeedsMessages { get; private init; }

    internal static IEnumerable<ConformanceCase> Read(string path) =>
        from section in All(new TextProto(File.ReadAllText(path)).Read(), "section")
        from test in All(section, "test")
        select From(Text(One(section, "name")), test);

    private static ConformanceCase From(string section, Block test)
    {
        var expression = Text(One(test, "expr"));
        var needsMessages = One(test, "container") is not null || IsMessage(test)
            || expression.Contains("TestAllTypes", StringComparison.Ordinal)
            || System.Text.RegularExpressions.Regex.IsMatch(expression, @"google\.protobuf\.\w+\s*\{");
        return new(section, Text(One(test, "name")), expression, One(test, "disable_check") is not "true")
        {
            NeedsMessages = needsMessages,
            Expected = needsMessages || test.Any(field => field.Name == "eval_error") ? null
                : One(test, "value") is Block value ? Value(value) : CelValue.True,
            Variables = needsMessages ? [] : [.. VariablesOf(test)],
        };
    }

    private static bool IsMessage(Block block) => block.Any(field =>
        field.Name is "message_type"
            || (field.Name.StartsWith('[') && !field.Name.EndsWith(".Duration]", StringComparison.Ordinal)
            && !field.Name.EndsWith(".Timestamp]", StringComparison.Ordinal))
        || (field.Value is Block inner && IsMessage(inner)));

    private static IEnumerable<CelVariable> VariablesOf(Block test)
    {
        var bound = All(test, "bindings").ToDictionary(one => Text(One(one, "key")), one =>
            Value((Block)One((Block)One(one, "value")!, "value")!));
        var declared = All(test, "type_env").Where(one => One(one, "ident") is Block).ToDictionary(one => Text(One(one, "name")), one =>
            Type((Block)One((Block)One(one, "ident")!, "type")!));
        return bound.Keys.Union(declared.Keys).Select(name => new CelVariable(
            name, declared.GetValueOrDefault(name, CelType.Dyn), _ =>
                bound.TryGetValue(name, out var value) ? value : CelValue.Error($"no such attribute: {name}")));
    }

    private static CelType Type(Block type) => type[0] switch
    {
        ("primitive", string word) =>
            word switch
            {
                "BOOL" => CelType.Bool,
                "INT64" => CelType.Int,
                "UINT64" => CelType.Uint,
                "DOUBLE" => CelType.Double,
                "STRING" =>
                CelType.String,
                _ => CelType.Bytes
            },
        ("well_known", string word) => word == "TIMESTAMP" ? CelType.Timestamp : word == "DURATION" ? CelType.Duration : CelType.Dyn,
        ("list_type", Block list) => CelType.List(Type((Block)One(list, "elem_type")!)),
        ("map_type", Block map) => CelType.Map(Type((Block)One(map, "key_type")!), Type((Block)One(map, "value_type")!)),
        ("null", _) => CelType.Null,
        _ => CelType.Dyn,
    };

    private static CelValue Value(Block value)
    {
        var (name, it) = value[0];
        switch (name)
        {
            case "null_value":
                return CelValue.Null;
            case "bool_value":
                return CelValue.Of(it is "true");
            case "int64_value":
                return CelValue.Of(long.Parse((string)it, CultureInfo.InvariantCulture));
            case "uint64_value":
                return CelValue.Of(ulong.Parse((string)it, CultureInfo.InvariantCulture));
            case "double_value":
                return CelValue.Of(
                    it switch
                    {
                        "inf" or "infinity" => double.PositiveInfinity,
                        "-inf" or "-infinity" => double.NegativeInfinity,
                        "nan" =>
                        double.NaN,
                        _ => double.Parse((string)it, CultureInfo.InvariantCulture)
                    });
            case "string_value":
                return CelValue.Of(Text(it));
            case "bytes_value":
                return CelValue.Of((byte[])it);
            case "type_value":
                return CelValue.Of(new CelType(Text(it)));
            case "list_value":
                return CelValue.Of((IReadOnlyList<CelValue>)[.. All((Block)it, "values").Select(Value)]);
            case "map_value":
                var map = new CelMap();
                foreach (var entry in All((Block)it, "entries"))
                    map.TryAdd(Value((Block)One(entry, "key")!), Value((Block)One(entry, "value")!));
                return CelValue.Of(map);
            default:
                return Time((Block)it);
        }
    }

    private static CelValue Time(Block message)
    {
        var (kind, parts) = (message[0].Name, (Block)message[0].Value);
        var (seconds, nanos) = (Number(parts, "seconds"), Number(parts, "nanos"));
        return kind.Contains("Duration", StringComparison.Ordinal) ? CelValue.Nanoseconds((seconds * 1_000_000_000) + nanos)
            : CelValue.Timestamp(seconds, (int)nanos);
    }

    private static long Number(Block block, string name) =>
        One(block, name) is string digits ? long.Parse(digits, CultureInfo.InvariantCulture) : 0;

    private static object? One(Block block, string name) => block.FirstOrDefault(field => field.Name == name).Value;

    private static IEnumerable<Block> All(Block block, string name) =>
        block.Where(field => field.Name == name).Select(field => (Block)field.Value);

    private static string Text(object? value) => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : "";
}
