using System.Diagnostics;
using System.Globalization;
using Estate.Adapters.Storage;
using Estate.Bench.Harness;
using Estate.Domain.Rules;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Rules;
using NodaTime;
using Command = System.CommandLine.Command;

namespace Estate.Bench.Rules;

/// <summary>
/// Each default rule, a little changed, over a month of the reference estate beside itself: journal on the disk, measurements in InfluxDB.
/// </summary>
internal static class BacktestBench
{
    private const int LimitSeconds = 20;

    internal static Command Create()
    {
        var data = new System.CommandLine.Option<string>("--data")
        { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var estate = new System.CommandLine.Option<string>("--estate")
        {
            Description = "The estate's file, with its rules beside it",
            DefaultValueFactory = _ => "deploy/reference/estate.yaml"
        };
        var command = new Command("backtest", "The default rules over a month of the reference estate") { data, estate };
        command.SetAction((parsed, _) =>
            RunAsync(
                Path.Combine(parsed.GetRequiredValue(data), "bench-backtest"), EstateFileReader.Read(parsed.GetRequiredValue(estate))));
        return command;
    }

    private static async Task<int> RunAsync(string path, EstateModel model)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        var folder = Path.GetFullPath(path);
        Directory.CreateDirectory(folder);
        using var influx = BenchSeriesServer.Start(folder);
        model = model with { Influx = influx.Target("estate") };
        var kinds = DeviceKinds.WithoutCards(model.Programme.Zone);
        var database = new EstateDatabase(Path.Combine(folder, "estate.db"));
        using var store = new EstateStore(database, kinds, new AuditChain(database, new byte[32]));
        var month = new RecordedMonth(model, store, Instant.FromUtc(2026, 10, 1, 0, 0));
        await influx.CreateAsync("estate");
        await month.RecordAsync();
        Say($"recorded: {month.Points} measurements in InfluxDB, {month.Facts} facts in the journal");
        await PlayAsync(model, new EstateReader(database, kinds), new Rollups(database, kinds, model.Programme.Zone), month);
        influx.Kill();
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task PlayAsync(EstateModel model, EstateReader journal, Rollups rollups, RecordedMonth month)
    {
        var schema = RuleSchemas.Of(model, DeviceKinds.WithoutCards(model.Programme.Zone));
        var files = new RuleFiles([model.RulesFolder!], schema, []);
        var backtests = new RuleBacktests(model, schema, journal, rollups, new GatewayClock(PlatformServices.Real));
        var slowest = 0.0;
        foreach (var rule in files.Read().Rules)
        {
            var longer = Source(rule, files);
            var started = Stopwatch.GetTimestamp();
            var report = await backtests.RunAsync(longer, rule, new(month.Until - Duration.FromDays(30), month.Until), null, default);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            slowest = Math.Max(slowest, seconds);
            Say($"{rule.Id}: {seconds:0.0} s, {report.Inputs} inputs, {report.Candidate.Firings.Count} firings, before "
                + $"{report.InForce!.Firings.Count}, {report.Changes.Count} differ, {report.Candidate.PagesPerNight:0.0} told a night");
        }
        Say($"the slowest took {slowest:0.0} s (limit {LimitSeconds}): ratio {slowest / LimitSeconds:0.00}");
    }

    /// <summary>The same, but it must last five minutes longer.</summary>
    private static Rule Source(Rule rule, RuleFiles files)
    {
        var written = string.Join(
            '\n', rule.Source.Written.Split('\n')
            .Where(line => !line.StartsWith("for:", StringComparison.Ordinal))) + string.Create(CultureInfo.InvariantCulture,
                $"\nfor: {(int)rule.Source.For.TotalMinutes + 5}m");
        var (rules, mistakes) = files.Check("longer.yaml", RuleFileReader.AsFile(written));
        return rules is [var longer] ? longer : throw new InvalidOperationException(string.Join("; ", mistakes));
    }

    private static void Say(string line) => Console.WriteLine(line);
}
