using Estate.Bench.Harness;

namespace Estate.Bench.Torture;

/// <summary>A broker that forgets, and one whose queue for the gateway is too short.</summary>
internal static class BrokerTroubles
{
    private const int Households = 20_000;

    /// <summary>
    /// It keeps nothing on disk (as the gateway configures it), so a kill takes sessions, queues and retained words with it.
    /// </summary>
    internal static Task<ScenarioVerdict> AmnesiaAsync(ScenarioRun run) => AmnesiaAsync(run, 12);

    internal static async Task<ScenarioVerdict> AmnesiaAsync(ScenarioRun run, int deaths)
    {
        using var estate = new BenchEstate(run.Folder, TorturedEstate.StationCount, run.Time);
        await using var tortured = await TorturedEstate.StartAsync(estate, Households, run.Time, run.Stop);
        using var hand = ExitButtonProbe.At(estate.Folder.PinSocket, run);
        await using var ear = new HealthRecorder(estate.Url, "broker", run.Time);
        var random = new Random(run.Seed);
        var slowest = 0.0;
        var isBack = true;
        for (var i = 0; i < deaths && isBack; i++)
        {
            estate.Broker.Kill();
            await hand.PressForAsync(0.5 + random.NextDouble(), run);
            estate.StartBroker();
            var recovered = await tortured.RecoverAsync();
            isBack = recovered is not null;
            slowest = Math.Max(slowest, recovered ?? 0);
            ScenarioRun.Say($"broker {i + 1} of {deaths} died, {tortured.Acknowledged} acknowledged, back after {recovered:0.0} s");
            await run.WaitAsync(0.5 + random.NextDouble());
        }
        var isDrained = await tortured.DrainAsync();
        ScenarioRun.Say($"/healthz said: {string.Join(" | ", ear.Words)}");
        var verdict = new ScenarioVerdict("broker-amnesia").Ledger(tortured.Verdict(), isDrained).Figure("deaths", deaths)
            .Figure("recovered_max_s", $"{slowest:0.0}")
            .Require(isBack, "it did not recover by itself").Require(ear.Words.Count > 0, "/healthz said nothing");
        hand.AddTo(verdict);
        DatabaseCheck.AddTo(verdict, estate.Folder.Database);
        return verdict;
    }

    /// <summary>
    /// The gateway stands still until the broker gives it up, then is dead twice: what comes for it meanwhile is more than the broker's
    /// queue holds, and what the broker drops its devices bring again.
    /// </summary>
    internal static async Task<ScenarioVerdict> OverflowAsync(ScenarioRun run)
    {
        using var estate = new BenchEstate(run.Folder, TorturedEstate.StationCount, run.Time);
        var configuration = Path.Combine(estate.Folder.Broker, "mosquitto.conf");
        var words = await File.ReadAllTextAsync(configuration);
        await File.WriteAllTextAsync(
            configuration,
            words.Replace("max_queued_messages 20000", "max_queued_messages 10", StringComparison.Ordinal)
            .Replace("log_type warning", "log_type warning\nlog_type notice", StringComparison.Ordinal));
        await using var tortured = await TorturedEstate.StartAsync(estate, Households, run.Time, run.Stop);
        var (slowest, isBack) = (0.0, true);
        for (var i = 1; i <= 3 && isBack; i++)
        {
            await run.WaitAsync(2);
            await AwayAsync(estate, isStanding: i == 1, run);
            var recovered = await tortured.RecoverAsync();
            isBack = recovered is not null;
            slowest = Math.Max(slowest, recovered ?? 0);
            ScenarioRun.Say($"away {i} of 3 times, {tortured.Acknowledged} acknowledged, back after {recovered:0.0} s");
        }
        var isDrained = await tortured.DrainAsync();
        var drops = (await File.ReadAllLinesAsync(Path.Combine(estate.Logs, "mosquitto.log")))
            .Count(line => line.Contains("dropped", StringComparison.Ordinal));
        var verdict = new ScenarioVerdict("broker-overflow").Ledger(tortured.Verdict(), isDrained)
            .Figure("recovered_max_s", $"{slowest:0.0}").Figure("broker_told_of_drops", drops)
            .Require(isBack, "it did not recover by itself").Require(drops > 0, "the broker dropped nothing, so nothing was tried");
        DatabaseCheck.AddTo(verdict, estate.Folder.Database);
        return verdict;
    }

    private static async Task AwayAsync(BenchEstate estate, bool isStanding, ScenarioRun run)
    {
        if (isStanding)
        {
            estate.Gateway.Pause(still: true);
            // One and a half times the client's keep-alive of 20 seconds, and some more.
            await run.WaitAsync(38);
            estate.Gateway.Pause(still: false);
            return;
        }
        estate.Gateway.Kill();
        await run.WaitAsync(6);
        estate.StartGateway();
    }
}
