using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Estate.Domain.Alerts;
using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Domain.Rules;
using Estate.Domain.Rules.Cel;
using Estate.Gateway.Rules;
using NodaTime;
using Command = System.CommandLine.Command;

namespace Estate.Bench.Rules;

/// <summary>One condition against the same in C#; a thousand rules that all see every fact; a thousand rules read from files.</summary>
internal static class RulesBench
{
    private const int Rules = 1000;
    private const int Facts = 10_000;
    private const int Evaluations = 5_000_000;
    private static readonly Measurement Point = new(
        "bin", Instant.FromUtc(2026, 3, 2, 4, 0), [("station", "station-1"), ("category", "wet")], [("fill", 0.9)]);

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var command = new Command("rules", "Conditions, a thousand rules on ten thousand facts a second, loading a thousand rules")
        {
            data,
        };
        command.SetAction(parsed => Run(Path.Combine(parsed.GetRequiredValue(data), "bench", "rules")));
        return command;
    }

    private static void Run(string folder)
    {
        Evaluate();
        var schema = new RuleSchema(
            [new StationKind(new CardHasher(new byte[CardHasher.KeyBytes]))],
            [DeviceJson.Default.DeviceFact, PointsJson.Default.PointsFact, AlertJson.Default.AlertFact],
            [new(new("bins", "station-1"), new Dictionary<string, string>())], DateTimeZone.Utc, _ => Duration.Zero);
        var rules = Load(schema, folder);
        Stream(schema, rules);
    }

    private static void Evaluate()
    {
        var program = CelProgram.Condition("value.fill >= 0.85 && value.fill < 2.0 && tag.category == 'wet'", new CelEnvironment(
        [
            new("value.fill", CelType.Double, frame => CelValue.Of(Field((Measurement)frame.Subject!))),
            new("tag.category", CelType.String, frame => CelValue.Of(Tag((Measurement)frame.Subject!))),
        ]));
        var frame = new CelFrame { Subject = Point };
        Func<Measurement, bool> written = point => Field(point) >= 0.85 && Field(point) < 2.0 && Tag(point) == "wet";
        var (rule, hand) = (double.MaxValue, double.MaxValue);
        var allocated = 0L;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            rule = Math.Min(rule, Time(() => program.Test(frame) == CelTruth.True));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            hand = Math.Min(hand, Time(() => written(Point)));
        }
        Say($"one evaluation {rule:0.0} ns (limit 250), in C# {hand:0.0} ns, ratio {rule / hand:0.0} (limit 5); "
            + $"{allocated / Evaluations} bytes each (limit 0)");
    }

    private static double Time(Func<bool> condition)
    {
        var (started, holds) = (Stopwatch.GetTimestamp(), 0);
        for (var i = 0; i < Evaluations; i++)
            holds += condition() ? 1 : 0;
        return holds == Evaluations ? Stopwatch.GetElapsedTime(started).TotalNanoseconds / Evaluations
            : throw new InvalidOperationException("the condition did not hold");
    }

    private static IReadOnlyList<Rule> Load(RuleSchema schema, string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        var folder = Directory.CreateDirectory(path);
        try
        {
            foreach (var part in Enumerable.Range(0, Rules).Chunk(500))
                File.WriteAllText(
                    Path.Combine(folder.FullName, $"{part[0]}.yaml"),
                    part.Aggregate(new StringBuilder("rules:\n"), (text, i) => text.Append(CultureInfo.InvariantCulture,
                    $"  - id: rule-{i}\n    on: deposited\n    when: fact.grams > {100_000 + i} && fact.category == 'wet' && device.kind "
                        + $"== 'bins'\n    title: {{zh: 重, en: Heavy {i}}}\n    text: {{zh: \"{{fact.grams}}\", en: \"{{fact.grams}} "
                        + $"g\"}}\n")).ToString());
            var files = new RuleFiles([folder.FullName], schema, []);
            var times = new List<double>();
            IReadOnlyList<Rule> rules = [];
            for (var round = 0; round < 3; round++)
            {
                var started = Stopwatch.GetTimestamp();
                (rules, var mistakes) = files.Read();
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (rules.Count != Rules)
                    throw new InvalidOperationException(string.Join("; ", mistakes.Take(3)));
            }
            Say($"loading {Rules} rules {times[0]:0} ms the first time, {times.Min():0} ms then (limit 500)");
            return rules;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Stream(RuleSchema schema, IReadOnlyList<Rule> rules)
    {
        var desk = new RuleReactor(schema);
        var at = Instant.FromUtc(2026, 3, 2, 4, 0);
        desk.TryHandle(new LoadRules(rules, []), "bench", at, new Effects(new(at, Duration.Zero, ClockTrust.Synced)));
        var device = new DeviceId("bins", "station-1");
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 4; round++)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Facts; i++)
            {
                at += Duration.FromMilliseconds(1);
                desk.React(
                    new Deposited(device, EventTime.Now(at), "s", EventTime.Now(at), "h1", WasteCategory.Wet, 500 + i),
                    new Effects(new(at, Duration.Zero, ClockTrust.Synced)));
            }
            var spent = Environment.CpuUsage.TotalTime - cpu;
            best = spent < best ? spent : best;
        }
        Say($"{Rules} rules on {Facts} facts, each rule sees each: {best.TotalSeconds:0.00} s of CPU for one second's facts "
            + $"({best.TotalNanoseconds / Rules / Facts:0} ns a rule; limit one core)");
    }

    private static double Field(Measurement point)
    {
        foreach (var (key, value) in point.Fields.AsSpan())
            if (key == "fill")
                return value.Number;
        return double.NaN;
    }

    private static string Tag(Measurement point)
    {
        foreach (var (key, value) in point.Tags.AsSpan())
            if (key == "category")
                return value;
        return "";
    }

    private static void Say(string line) => Console.WriteLine(line);
}
