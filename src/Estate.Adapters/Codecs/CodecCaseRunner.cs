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
/// Runs makers' test cases, in this process: the engine that runs the codec reads them, too. Where a codec must not end the process,
/// <see cref="CodecTrial"/> has it run in another.
/// </summary>
public static partial class CodecCaseRunner
{
    /// <summary>Of results that were computed elsewhere: engines differ in the last digits of powers and logarithms.</summary>
    private const double Tolerance = 1e-9;

    private static readonly string[] UsedFunctions = [CodecFunctions.DecodeUplink, "Decode", "Decoder", CodecFunctions.EncodeDownlink];

    static CodecCaseRunner() => CodecEngine.WarmUp();

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

    /// <summary>Why nothing could ever be done with it; null when something can.</summary>
    public static string? ProblemOfUse(Codec codec, Instant now) => ProblemOf(codec) ?? new CodecEngine(codec).Evaluate(now, engine =>
        UsedFunctions.Any(name => engine.Evaluate($"typeof {name}").AsString() == "function") ? null
            : $"it has none of the functions {string.Join(", ", UsedFunctions)}");

    /// <param name="now">When messages were received whose case does not say.</param>
    public static IEnumerable<CodecCase> Run(IEnumerable<CodecCases> all, Instant now)
    {
        foreach (var codec in all.GroupBy(one => one.Codec))
        {
            var engine = Load(codec.Key, out var problem);
            foreach (var cases in codec)
                if ((cases.Problem ?? problem) is { } why)
                    yield return new(cases.File, "all", why);
                else
                    foreach (var one in Run(engine!, cases, now))
                        yield return one;
        }
    }

    private static CodecEngine? Load(string codec, out string? problem)
    {
        try
        {
            problem = File.Exists(codec) ? null : $"there is no {Path.GetFileName(codec)}";
            return problem is null ? new(new(Path.GetFileName(codec), File.ReadAllText(codec))) : null;
        }
        catch (FormatException failure)
        {
            problem = failure.Message;
            return null;
        }
    }

    private static IEnumerable<CodecCase> Run(CodecEngine engine, CodecCases cases, Instant now)
    {
        var names = new List<string>();
        var read = engine.Evaluate(now, one =>
        {
            foreach (var test in one.Evaluate($"({cases.Text})").AsArray())
                names.Add(test.Get("name").ToString());
            return null;
        });
        if (read is not null)
            yield return new(cases.File, "all", $"the cases cannot be read: {read}");
        for (var i = 0; i < names.Count; i++)
            yield return new(cases.File, names[i], Run(engine, cases, i, now));
    }

    /// <summary>Codecs that complete a date from the clock were tested at the time their result names, where the case gives none.</summary>
    private static string? Run(CodecEngine engine, CodecCases cases, int index, Instant now)
    {
        string? at = null;
        string? CheckAt(Instant received) => engine.Evaluate(received, one =>
        {
            var held = one.Evaluate($"({cases.Text})").AsArray()[(uint)index];
            var input = held.Get("input").AsObject();
            at = input.Get("recvTime").IsUndefined() ? IsoTime().Match(Json(one, held.Get("expected"))).Value : null;
            return Check(one, input, held.Get("expected"), cases.Function, received);
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
        var result = engine.Invoke(function, input);
        // One measurement stands for a list of one.
        if (function == CodecFunctions.NormalizeUplink && result is ObjectInstance one && one.Get("data") is ObjectInstance data
            && !data.IsArray())
            one.Set("data", new JsArray(engine, [data]));
        var (expected, seen) = (Json(engine, expectation), Json(engine, result));
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
        (JsonValueKind.Object, JsonValueKind.Object) => Holds(one, other) && Holds(other, one),
        (JsonValueKind.Array, JsonValueKind.Array) => one.GetArrayLength() == other.GetArrayLength()
            && one.EnumerateArray().Zip(other.EnumerateArray(), AreSame).All(same => same),
        (JsonValueKind.String, JsonValueKind.String) => one.GetString() == other.GetString(),
        var (kind, otherKind) => kind == otherKind,
    };

    /// <summary>What is null may be missing: The Things Network's own runner says null for undefined.</summary>
    private static bool Holds(JsonElement one, JsonElement other) => one.EnumerateObject().All(member =>
        other.TryGetProperty(member.Name, out var held) ? AreSame(member.Value, held) : member.Value.ValueKind == JsonValueKind.Null);

    private static bool AreSame(double one, double other) =>
        Math.Abs(one - other) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(one), Math.Abs(other)));

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex IsoTime();
}
