using System.CommandLine;
using System.Globalization;
using Estate.Bench.Harness;

namespace Estate.Bench.Torture;

/// <summary>Everything that goes wrong in a cellar, on purpose; nothing acknowledged may be lost or doubled.</summary>
internal static class TortureCommand
{
    private const int Households = 200_000, UsualKills = 50;

    internal static Command Create()
    {
        var scenario = new Argument<string>("scenario")
        {
            Description = "What goes wrong; without it gateway and broker are killed at random",
            DefaultValueFactory = _ => ""
        };
        var kills = new Option<int?>("--kills") { Description = "How many times to kill (50; series-kills and district 100)" };
        var seed = new Option<int>("--seed") { Description = "Decides when and whom", DefaultValueFactory = _ => 7 };
        var minutes = new Option<double?>("--minutes")
        { Description = "How long the long ones take (soak 30, wear 10, fuzz 1 over the wire)" };
        var messages = new Option<long?>("--messages") { Description = "How many fuzz tries in all (1,000,000)" };
        var list = new Option<bool>("--list") { Description = "The scenarios" };
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var command = new Command(
            "torture", "What goes wrong in a cellar, on purpose; nothing acknowledged may be lost or doubled") { scenario, kills, seed,
            minutes, messages, list, data };
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(list))
                return List();
            var folder = Path.Combine(parsed.GetRequiredValue(data), "torture");
            var run = new ScenarioRun(
                folder, parsed.GetValue(seed), TimeProvider.System, stop)
            {
                Minutes = parsed.GetValue(minutes),
                Messages = parsed.GetValue(messages),
                Kills = parsed.GetValue(kills),
            };
            return parsed.GetRequiredValue(scenario) is { Length: > 0 } name ? await PlayAsync(Scenario.Find(name), run)
                : await KillAsync(run, run.Kills ?? UsualKills);
        });
        return command;
    }

    private static int List()
    {
        foreach (var one in Scenario.All)
            Console.WriteLine($"{one.Name,-16} {one.What}");
        return 0;
    }

    private static async Task<int> PlayAsync(IReadOnlyList<Scenario> scenarios, ScenarioRun run)
    {
        var verdicts = new List<ScenarioVerdict>();
        foreach (var one in scenarios)
        {
            Console.WriteLine($"{one.Name}: {one.What}");
            verdicts.Add(await one.PlayAsync(run with { Folder = Path.Combine(run.Folder, one.Name) }));
            Console.WriteLine(verdicts[^1]);
        }
        if (verdicts.Count > 1)
        {
            Console.WriteLine("In short:");
            verdicts.ForEach(Console.WriteLine);
        }
        return verdicts.All(one => one.Passes) ? 0 : 1;
    }

    private static async Task<int> KillAsync(ScenarioRun run, int kills)
    {
        using var estate = new BenchEstate(run.Folder, TorturedEstate.StationCount, run.Time);
        await using var tortured = await TorturedEstate.StartAsync(estate, Households, run.Time, run.Stop);
        if (!await KillAsync(tortured, kills, new Random(run.Seed), run))
            Console.WriteLine("nothing was acknowledged any more; the rest of the kills would prove nothing");
        var isDrained = await tortured.DrainAsync();
        var verdict = tortured.Verdict();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"sent={tortured.Sent} awarded={verdict.Awarded} "
                + $"ledger_sum={verdict.LedgerSum}{(isDrained ? "" : "  some events were never acknowledged")}"));
        Console.WriteLine(verdict);
        return verdict.IsClean && isDrained ? 0 : 1;
    }

    /// <summary>Only a kill after something was acknowledged since the last is one: before that there is nothing new to lose.</summary>
    /// <returns>False where nothing was acknowledged for too long.</returns>
    private static async Task<bool> KillAsync(TorturedEstate tortured, int kills, Random random, ScenarioRun run)
    {
        for (var i = 1; i <= kills; i++)
        {
            var (before, pause) = (tortured.Acknowledged, TimeSpan.FromMilliseconds(random.Next(300, 2000)));
            await Task.Delay(pause, run.Time, run.Stop);
            if (tortured.Acknowledged == before && await tortured.RecoverAsync() is null)
                return false;
            var isGateway = random.NextDouble() < 0.7;
            if (isGateway)
                tortured.Estate.StartGateway();
            else
                tortured.Estate.StartBroker();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{i,3}/{kills} killed the {(isGateway ? "gateway" : "broker"),-7}  acknowledged so far {tortured.Acknowledged}, "
                    + $"{tortured.Acknowledged - before} since the last kill"));
        }
        return true;
    }
}
