using System.Text.Json;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using NodaTime;
using NodaTime.Text;

namespace Estate.Adapters.Codecs;

/// <summary>
/// A folder of codecs with their makers' test cases beside them, laid out as ChirpStack's public repository: <c>NAME.js</c>,
/// <c>test_decode_NAME.json</c> and <c>test_encode_NAME.json</c>, at any depth. The cases are JavaScript (hexadecimal numbers, comments),
/// so the engine that runs the codec reads them.
/// </summary>
public static partial class CodecFolder
{
    private const string DecodeCases = "test_decode_", EncodeCases = "test_encode_";

    /// <summary>Of results that were computed elsewhere: engines differ in the last digits of powers and logarithms.</summary>
    private const double Tolerance = 1e-9;

    static CodecFolder() => CodecEngine.WarmUp();

    /// <summary>The codecs in it that have cases.</summary>
    public static IReadOnlyList<string> Find(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.js", new EnumerationOptions { RecurseSubdirectories = true })
            .Where(file => CaseFiles(file).Any(one => File.Exists(one.Path))).Order(StringComparer.Ordinal)];

    /// <summary>Why it is no codec; null when it is one. Looks no further than its syntax.</summary>
    public static string? ProblemOf(Codec codec)
    {
        try
        {
            _ = new CodecEngine(codec);
            return null;
        }
        catch (FormatException failure)
        {
            return failure.Message;
        }
    }

    /// <summary>Every case of one codec.</summary>
    /// <param name="now">When messages were received whose case does not say.</param>
    public static IEnumerable<CodecCase> Run(string codec, Instant now)
    {
        var engine = Load(codec, out var problem);
        foreach (var (path, function) in CaseFiles(codec).Where(one => File.Exists(one.Path)))
            if (engine is null)
                yield return new(path, "all", problem);
            else
                foreach (var one in Run(engine, path, function, now))
                    yield return one;
    }

    private static (string Path, string Function)[] CaseFiles(string codec)
    {
        var (folder, name) = (Path.GetDirectoryName(codec)!, Path.GetFileNameWithoutExtension(codec));
        return
        [
            (Path.Combine(folder, $"{DecodeCases}{name}.json"), "decodeUplink"),
            (Path.Combine(folder, $"{EncodeCases}{name}.json"), "encodeDownlink"),
        ];
    }

    private static CodecEngine? Load(string codec, out string? problem)
    {
        try
        {
            problem = null;
            return new(new(Path.GetFileName(codec), File.ReadAllText(codec)));
        }
        catch (FormatException failure)
        {
            problem = failure.Message;
            return null;
        }
    }

    private static IEnumerable<CodecCase> Run(CodecEngine engine, string path, string function, Instant now)
    {
        var cases = File.ReadAllText(path);
        var names = new List<string>();
        var read = engine.Evaluate(now, one =>
        {
            foreach (var test in one.Evaluate($"({cases})").AsArray())
                names.Add(test.Get("name").ToString());
            return null;
        });
        if (read is not null)
            yield return new(path, "all", $"the cases cannot be read: {read}");
        for (var i = 0; i < names.Count; i++)
            yield return new(path, names[i], Run(engine, cases, (i, function), now));
    }

    /// <summary>Codecs that complete a date from the clock were tested at the time their result names, where the case gives none.</summary>
    private static string? Run(CodecEngine engine, string cases, (int Index, string Function) test, Instant now)
    {
        string? at = null;
        string? CheckAt(Instant received) => engine.Evaluate(received, one =>
        {
            var held = one.Evaluate($"({cases})").AsArray()[(uint)test.Index];
            var input = held.Get("input").AsObject();
            at = input.Get("recvTime").IsUndefined() ? IsoTime().Match(Json(one, held.Get("expected"))).Value : null;
            return Check(one, input, held.Get("expected"), test.Function, received);
        });
        var problem = CheckAt(now);
        return problem is not null && InstantPattern.ExtendedIso.Parse(at ?? "").TryGetValue(default, out var named)
            ? CheckAt(named) is null ? null : problem
            : problem;
    }

    private static string? Check(Engine engine, ObjectInstance input, JsValue expectation, string function, Instant now)
    {
        if (input.Get("recvTime") is { } time && !time.IsDate())
            input.Set("recvTime", time.IsString() ? engine.Construct("Date", time) : JsValue.FromObject(engine, now.ToDateTimeUtc()));
        if (input.Get("variables").IsUndefined())
            input.Set("variables", new JsObject(engine));
        var (expected, seen) = (Json(engine, expectation), Json(engine, engine.Invoke(function, input)));
        using var expectedJson = JsonDocument.Parse(expected);
        using var seenJson = JsonDocument.Parse(seen);
        return AreSame(expectedJson.RootElement, seenJson.RootElement) ? null
            : $"expected {CodecResult.Shorten(expected)}, got {CodecResult.Shorten(seen)}";
    }

    private static string Json(Engine engine, JsValue value) =>
        new Jint.Native.Json.JsonSerializer(engine).Serialize(value) is var text && text.IsString() ? text.AsString() : "null";

    private static bool AreSame(JsonElement one, JsonElement other) => (one.ValueKind, other.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) =>
            FiniteNumber.Of(one) is { } number && FiniteNumber.Of(other) is { } otherNumber && AreSame(number, otherNumber),
        (JsonValueKind.Object, JsonValueKind.Object) => one.EnumerateObject().Count() == other.EnumerateObject().Count()
            && one.EnumerateObject().All(member => other.TryGetProperty(member.Name, out var held) && AreSame(member.Value, held)),
        (JsonValueKind.Array, JsonValueKind.Array) => one.GetArrayLength() == other.GetArrayLength()
            && one.EnumerateArray().Zip(other.EnumerateArray(), AreSame).All(same => same),
        (JsonValueKind.String, JsonValueKind.String) => one.GetString() == other.GetString(),
        var (kind, otherKind) => kind == otherKind,
    };

    private static bool AreSame(double one, double other) =>
        Math.Abs(one - other) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(one), Math.Abs(other)));

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex IsoTime();
}
