using System.Globalization;
using Estate.Adapters.Storage;
using Estate.Bench.Harness;
using Estate.Bench.Parking;
using Estate.FirmwareSim;

namespace Estate.Bench.Torture;

/// <summary>
/// The reference estate with a visit a second (a day's thousand in seventeen minutes), cars, bikes and open pages: does memory
/// or the number of open handles grow with time?
/// </summary>
internal static class Soak
{
    private const double Minutes = 30;
    private const int Pages = 20;
    private const int FillingHouseholds = 1000;

    /// <summary>More than the gateway remembers of events, so that what is bounded is full before anything is measured.</summary>
    private const int FillingEvents = 25_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run)
    {
        using var estate = new BenchEstate(run.Folder, ReferenceEstate.Stations, run.Time, devices: ReferenceEstate.Inventory);
        CardImport.Run(
            new EstateDatabase(estate.Folder.Database), estate.Folder.CardHasher("patrol"),
            ReferenceCards.Guards().Select(guard => $"{guard.Guard},{guard.Card}"), "patrol");
        await FillAsync(estate, run);
        using var pages = await OpenPages.OpenAsync(estate.Url, Pages, run.Time);
        // Others than those who came to fill the caches: they have their points of this half day to come.
        var cards = ReferenceCards.For(FillingHouseholds + ReferenceEstate.Households).Skip(ReferenceCards.For(FillingHouseholds).Count())
            .Select(card => card.Card).ToList();
        var plan = new SimulationPlan(ReferenceEstate.StationsOf(estate, boot: 100), cards, FaultPlan.Parse("none"), run.Seed, 1)
        {
            VisitsPerSecond = 1,
            Parking = ReferenceEstate.Cars(estate, run.Time),
            Chargers = ReferenceEstate.Chargers(estate, cards, run.Time),
            Others =
            [
                new GuardRounds(
                    [.. ReferenceEstate.Readers(estate, run.Time)], [.. ReferenceCards.Guards().Select(guard => guard.Card)],
                    new Random(run.Seed)),
            ],
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stop);
        var simulation = new Simulation(plan, run.Time).RunAsync(stop.Token);
        var samples = await SampleAsync(estate, run);
        await stop.CancelAsync();
        await simulation;
        return SoakVerdict.Of(samples);
    }

    /// <summary>Starts it, and lets so many come that caches are as full as they get.</summary>
    private static async Task FillAsync(BenchEstate estate, ScenarioRun run)
    {
        estate.RegisterCards(ReferenceCards.For(FillingHouseholds + ReferenceEstate.Households));
        await using var tortured = await TorturedEstate.StartAsync(estate, FillingHouseholds, run.Time, run.Stop);
        while (tortured.Acknowledged < FillingEvents)
            await run.WaitAsync(0.1);
        await tortured.DrainAsync();
        ScenarioRun.Say($"{tortured.Acknowledged} events to fill the caches");
    }

    private static async Task<List<SoakSample>> SampleAsync(BenchEstate estate, ScenarioRun run)
    {
        using var http = new HttpClient { BaseAddress = new(estate.Url) };
        var started = run.Time.GetTimestamp();
        var samples = new List<SoakSample>();
        await using var file = new StreamWriter(Path.Combine(run.Folder, "samples.csv"));
        await file.WriteLineAsync("hours,resident_mb,heap_mb,handles");
        using var timer = new PeriodicTimer(Every, run.Time);
        while (run.Time.GetElapsedTime(started).TotalMinutes < (run.Minutes ?? Minutes) && await timer.WaitForNextTickAsync(run.Stop))
        {
            // As a person and a scraper do.
            await http.GetStringAsync(new Uri("/parking", UriKind.Relative), run.Stop);
            var heap = await LiveHeapAsync(estate, http, run);
            var sample = new SoakSample(
                run.Time.GetElapsedTime(started).TotalHours, estate.Gateway.ResidentBytes / 1e6, heap / 1e6, estate.Gateway.Handles);
            samples.Add(sample);
            await file.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture, $"{sample.Hours:0.0000},{sample.ResidentMb:0.00},{sample.HeapMb:0.00},{sample.Handles}"));
            if (samples.Count % 15 == 0)
                ScenarioRun.Say($"{sample.Hours * 60:0} min: {sample.ResidentMb:0.0} MB resident, {sample.HeapMb:0.0} MB heap, "
                    + $"{sample.Handles} handles");
        }
        return samples;
    }

    /// <returns>Bytes in use after a collection of the whole heap.</returns>
    internal static async Task<double> LiveHeapAsync(BenchEstate estate, HttpClient http, ScenarioRun run)
    {
        var before = await ReadAsync("estate_memory_full_collections");
        await FullCollection.AskAsync(estate.Gateway.Id, run.Stop);
        while (await ReadAsync("estate_memory_full_collections") == before)
            await run.WaitAsync(0.1);
        return await ReadAsync("estate_memory_live");

        async Task<double> ReadAsync(string name)
        {
            var metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), run.Stop);
            return double.Parse(
                metrics.Split('\n').Single(line => line.StartsWith(name + ' ', StringComparison.Ordinal)).Split(' ')[1],
                CultureInfo.InvariantCulture);
        }
    }
}
