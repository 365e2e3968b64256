using System.Globalization;
using Dapper;
using Estate.Bench.Harness;
using Estate.FirmwareSim;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Torture;

/// <summary>
/// What the memory card has to bear: bytes the kernel was given to write by gateway and broker, first with all devices connected and
/// nobody coming, then with residents who come one by one; scaled to a day.
/// </summary>
internal static class Wear
{
    private const double IdleMinutes = 10;
    private const double VisitMinutes = 6;
    private const double VisitsPerSecond = 1;

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run)
    {
        var minutes = run.Minutes ?? IdleMinutes;
        using var estate = new BenchEstate(run.Folder, ReferenceEstate.Stations, run.Time, devices: ReferenceEstate.Inventory);
        var cards = ReferenceCards.For(ReferenceEstate.Households).ToList();
        estate.RegisterCards(cards);
        await estate.StartAsync();
        using var devices = new QuietDevices(estate, run.Time);
        devices.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stop);
        var steps = StepAsync(devices, run.Time, stop.Token);
        var idle = await IdleAsync(estate, cards, minutes, run);
        var (visits, busy) = await VisitsAsync(estate, cards, Math.Min(minutes, VisitMinutes), run);
        await stop.CancelAsync();
        await steps;
        return WearVerdict.Of(idle, busy, visits);
    }

    /// <returns>Bytes a second.</returns>
    private static async Task<double> IdleAsync(
        BenchEstate estate, List<(string Household, string Card)> cards, double minutes, ScenarioRun run)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stop);
        var simulation = new Simulation(Plan(estate, cards, 0, run.Seed), run.Time).RunAsync(stop.Token);
        await run.WaitAsync(30);
        var (written, facts) = (estate.WrittenBytes, Count(estate, ""));
        await run.WaitAsync(minutes * 60);
        var idle = (estate.WrittenBytes - written) / (minutes * 60);
        ScenarioRun.Say($"idle for {minutes:0.#} min: {idle * 3600 / 1e6:0.00} MB an hour, {Count(estate, "") - facts} facts");
        await stop.CancelAsync();
        await simulation;
        return idle;
    }

    /// <returns>Visits, and bytes a second with them.</returns>
    private static async Task<(double PerSecond, double Written)> VisitsAsync(
        BenchEstate estate, List<(string Household, string Card)> cards, double minutes, ScenarioRun run)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stop);
        var simulation = new Simulation(Plan(estate, cards, VisitsPerSecond, run.Seed + 1) with
        { Stations = ReferenceEstate.StationsOf(estate, boot: 100) }, run.Time).RunAsync(stop.Token);
        await run.WaitAsync(10);
        const string taps = "WHERE type = 'card_tapped'";
        var (written, before) = (estate.WrittenBytes, Count(estate, taps));
        await run.WaitAsync(minutes * 60);
        var (bytes, visits) = ((estate.WrittenBytes - written) / (minutes * 60), (Count(estate, taps) - before) / (minutes * 60));
        ScenarioRun.Say($"with {visits:0.00} visits a second for {minutes:0.#} min: {bytes / visits / 1e3:0.0} kB for each");
        await stop.CancelAsync();
        await simulation;
        return (visits, bytes);
    }

    private static SimulationPlan Plan(BenchEstate estate, List<(string Household, string Card)> cards, double visits, int seed) =>
        new(ReferenceEstate.StationsOf(estate), [.. cards.Select(one => one.Card)], FaultPlan.Parse("none"), seed,
            1)
        { VisitsPerSecond = visits };

    private static async Task StepAsync(QuietDevices devices, TimeProvider time, CancellationToken stop)
    {
        const double seconds = 0.1;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(seconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                devices.Step(seconds);
        }
        catch (OperationCanceledException)
        {
            // Enough seen.
        }
    }

    private static double Count(BenchEstate estate, string which)
    {
        using var connection = new SqliteConnection($"Data Source={estate.Folder.Database};Mode=ReadOnly;Pooling=False");
        return connection.ExecuteScalar<long>("SELECT count(*) FROM fact " + which);
    }
}

internal static class WearVerdict
{
    private const double IdleLimitMb = 50, VisitsLimitMb = 64, VisitsPerDay = 1000;
    private const double SecondsPerDay = 86_400;

    /// <param name="idle">Bytes a second while nobody comes.</param>
    /// <param name="busy">Bytes a second with that many visits a second.</param>
    internal static ScenarioVerdict Of(double idle, double busy, double visits)
    {
        var (day, perVisit) = (idle * SecondsPerDay / 1e6, (busy - idle) / visits);
        var more = perVisit * VisitsPerDay / 1e6;
        return new ScenarioVerdict("wear")
            .Figure("idle_mb_per_day", day.ToString("0.0", CultureInfo.InvariantCulture)).Figure("of_limit", $"{day / IdleLimitMb:0.00}")
            .Figure("kb_per_visit", $"{perVisit / 1e3:0.0}").Figure("thousand_visits_mb", $"{more:0.0}")
            .Figure("of_its_limit", $"{more / VisitsLimitMb:0.00}")
            .Require(visits > 0, "nobody came").Require(day <= IdleLimitMb, $"more than {IdleLimitMb} MB a day while idle")
            .Require(more <= VisitsLimitMb, $"a thousand visits write more than {VisitsLimitMb} MB");
    }
}
