using Estate.Domain.Devices;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Estate.Gateway.Configuration;

/// <summary>
/// YAML without its surprises: a name that is there twice, a second document, a name with nothing behind it and a number that is not
/// what it looks like (<see cref="YamlNumbers"/>) are errors, and none of them is read as something else.
/// </summary>
internal static class StrictYaml
{
    /// <returns>Null for a file without a word.</returns>
    /// <exception cref="ConfigurationException">Names file, line and column, and says what to do.</exception>
    internal static T? Read<T>(string text, string path)
        where T : class
    {
        try
        {
            RefuseEmptyItems(text);
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            var read = Deserializer().Deserialize<T?>(parser);
            return parser.Current is StreamEnd or null ? read
                : throw new YamlException(parser.Current.Start, parser.Current.End,
                    "a second document begins here; everything stands in one, without a line of ---");
        }
        catch (YamlException failure)
        {
            throw new ConfigurationException($"{path}, line {failure.Start.Line}, column {failure.Start.Column}: {Words(failure)}");
        }
    }

    private static IDeserializer Deserializer() => new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithDuplicateKeyChecking().WithEnforceNullability().WithTypeConverter(new YamlNumbers()).Build();

    private static string Words(YamlException failure) => failure.InnerException switch
    {
        NullReferenceException => "nothing stands behind this name; give it a value, or take the line out",
        { Message: var why } => why,
        null when failure.Message.StartsWith("Encountered duplicate ", StringComparison.Ordinal) =>
            $"'{failure.Message[(failure.Message.LastIndexOf(' ') + 1)..]}' is there twice; put both together",
        null => failure.Message,
    };

    /// <summary>An item of a list that is nothing at all.</summary>
    private static void RefuseEmptyItems(string text)
    {
        var parser = new Parser(new StringReader(text));
        var isList = new Stack<bool>();
        while (parser.MoveNext())
            switch (parser.Current)
            {
                case SequenceStart or MappingStart:
                    isList.Push(parser.Current is SequenceStart);
                    break;
                case SequenceEnd or MappingEnd:
                    isList.Pop();
                    break;
                case Scalar item when isList.TryPeek(out var isInList) && isInList && YamlNumbers.IsNothing(item):
                    throw new YamlException(item.Start, item.End, "an item of a list has no value; give it one, or take the line out");
            }
    }
}

/// <summary>
/// Numbers as people write them. YAML itself reads 01463 as 819 (octal), 1:30 as 90 and 1_000 as 1000, and lets .nan and .inf pass;
/// here each of them is an error.
/// </summary>
internal sealed class YamlNumbers : IYamlTypeConverter
{
    public bool Accepts(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var number && (number == typeof(int) || number == typeof(double));

    public object? ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var written = parser.Consume<Scalar>();
        if (IsNothing(written) && Nullable.GetUnderlyingType(type) is not null)
            return null;
        var isWhole = type != typeof(double) && type != typeof(double?);
        if (IsPlain(written.Value) && FiniteNumber.TryParse(written.Value, out var number) && (!isWhole || IsWhole(number)))
            return isWhole ? (int)number : number;
        var expected = isWhole ? "a whole number such as 1463" : "a number such as 12.5";
        throw new YamlException(written.Start, written.End, $"'{written.Value}' is not {expected}, without a leading zero and within ordinary size");
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
        throw new NotSupportedException("numbers are only read");

    private static bool IsWhole(double number) => number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue;

    internal static bool IsNothing(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>No zero in front of another digit, no letters but an exponent's.</summary>
    private static bool IsPlain(string text) => text.AsSpan().TrimStart('-') is not ['0', >= '0' and <= '9', ..];
}
