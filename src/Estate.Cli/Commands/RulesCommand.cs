using System.CommandLine;
using Estate.Adapters.Storage;
using Estate.Domain.Rules;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Rules;
using NodaTime;

namespace Estate.Cli.Commands;

/// <summary>Rules at the command line: whether they are right, and what they would have done, before they are in force.</summary>
internal static class RulesCommand
{
    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var path = new Argument<string>("file") { Description = "A file of rules, or a folder of them" };
        var check = new Command(
            "check", "Say what is wrong with rules: file, line, column and what to do; nothing is changed") { estate, data, path };
        check.SetAction(parsed =>
            Check(CommonOptions.Model(parsed.GetRequiredValue(estate), new(parsed.GetRequiredValue(data))), parsed.GetRequiredValue(path)));
        var from = new Option<string?>("--from")
        { Description = "From when, local time such as 2026-11-01 or 2026-11-01T18:00; left out: 30 days before the end" };
        var until = new Option<string?>("--to") { Description = "Until when; left out: now" };
        var backtest = new Command("backtest", "Play rules over what was recorded: what would have fired, and the difference to the "
            + "versions in force; nothing is changed") { estate, data, path, from, until };
        backtest.SetAction((parsed, stop) => BacktestAsync(
            CommonOptions.Model(parsed.GetRequiredValue(estate), new(parsed.GetRequiredValue(data))), parsed.GetRequiredValue(data),
            parsed.GetRequiredValue(path), (parsed.GetValue(from), parsed.GetValue(until)), stop));
        return new Command("rules", "Rules over facts and measurements") { check, backtest };
    }

    private static int Check(EstateModel model, string path) =>
        Read(path, Files(path, Schema(model), model)) is { } rules ? Say($"{rules.Count} rules, no mistakes") : 2;

    private static async Task<int> BacktestAsync(
        EstateModel model, string data, string path, (string? From, string? Until) time, CancellationToken stop)
    {
        var schema = Schema(model);
        var files = Files(path, schema, model);
        if (Read(path, files) is not { } rules)
            return 2;
        var folder = CommonOptions.Folder(data);
        if (!File.Exists(folder.Database))
            throw new ConfigurationException(
                $"{folder.Database} does not exist: nothing was recorded there. Name the gateway's folder with --data");
        var (database, kinds) = (folder.OpenDatabase(), DeviceKinds.WithoutCards(model.Programme.Zone));
        var journal = new EstateReader(database, kinds);
        var clock = new GatewayClock(PlatformServices.Real);
        var backtests = new RuleBacktests(model, schema, journal, new Rollups(database, kinds, model.Programme.Zone), clock);
        var interval = backtests.TimeOf(time.From, time.Until, clock.Now);
        foreach (var rule in rules)
        {
            var report = await backtests.RunAsync(rule, InForce(rule.Id, journal, files), interval, new DayProgress(rule.Id), stop);
            foreach (var line in BacktestText.Lines(report, model.Programme.Zone))
                Say(line);
        }
        return 0;
    }

    private static Rule? InForce(string id, EstateReader journal, RuleFiles files)
    {
        if (RuleVersions.Of(id, journal) is not [{ Written.Length: > 0 } version, ..])
            return null;
        var (rules, mistakes) = files.Check($"{id} version {version.Version}", RuleFileReader.AsFile(version.Written));
        foreach (var mistake in mistakes)
            Console.Error.WriteLine($"The version in force cannot be read any more: {mistake}");
        return rules is [var rule] ? rule : null;
    }

    private static RuleFiles Files(string path, RuleSchema schema, EstateModel model) =>
        File.Exists(path) || Directory.Exists(path) ? new([path], schema, [.. model.Alerts.Notifiers.Select(one => one.Name)])
            : throw new ConfigurationException($"{path} does not exist");

    private static RuleSchema Schema(EstateModel model) => RuleSchemas.Of(model, DeviceKinds.WithoutCards(model.Programme.Zone));

    /// <summary>Null where there are errors, which have been said.</summary>
    private static IReadOnlyList<Rule>? Read(string path, RuleFiles files)
    {
        var (rules, mistakes) = File.Exists(path) ? files.Check(path, File.ReadAllText(path)) : files.Read();
        foreach (var mistake in mistakes)
            Console.Error.WriteLine(mistake);
        if (mistakes.Count > 0)
            Say($"{mistakes.Count} mistake(s); nothing was changed");
        return mistakes.Count == 0 ? rules : null;
    }

    private static int Say(string line)
    {
        Console.WriteLine(line);
        return 0;
    }

    /// <summary>On a terminal only: what is piped on is not disturbed.</summary>
    private sealed class DayProgress(string rule) : IProgress<LocalDate>
    {
        public void Report(LocalDate value)
        {
            if (!Console.IsErrorRedirected)
                Console.Error.Write($"\r{rule}: {value:uuuu-MM-dd} ... \r");
        }
    }
}
