using System.CommandLine;
using System.Globalization;
using Estate.Bench.Trial;
using Estate.FirmwareSim;

namespace Estate.Bench.Torture;

/// <summary>Kills gateway and broker at random instants under full load, then asks whether anything was lost or doubled.</summary>
internal static class TortureCommand
{
    private const int Stations = 6;
    private const int Households = 200_000;

    internal static Command Create()
    {
        var kills = new Option<int>("--kills") { Description = "How many times to kill", DefaultValueFactory = _ => 50 };
        var seed = new Option<int>("--seed") { Description = "Decides when and whom", DefaultValueFactory = _ => 7 };
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var command = new Command("torture", "Kill -9 under load; nothing acknowledged may be lost or doubled") { kills, seed, data };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(kills), parsed.GetValue(seed), Path.Combine(parsed.GetRequiredValue(data), "torture"), stop));
        return command;
    }

    private static async Task<int> RunAsync(int kills, int seed, string folder, CancellationToken stop)
    {
        var time = TimeProvider.System;
        using var estate = new TrialEstate(folder, Stations, time);
        estate.RegisterCards(ReferenceCards.For(Households));
        estate.StartBroker();
        estate.StartGateway();
        await estate.WaitUntilReadyAsync();
        var cards = ReferenceCards.For(Households).Select(card => card.Card).ToArray();
        var next = -1;
        var stations = Enumerable.Range(1, Stations).Select(i => new TorturedStation(
            new DeviceOptions("trial", $"station-{i}", "127.0.0.1", estate.Port) { Password = estate.Passwords[$"station-{i}"], ResendAfter = TimeSpan.FromSeconds(1), MaxReconnectDelay = TimeSpan.FromMilliseconds(500), Boot = i },
            () => cards[Interlocked.Increment(ref next) % cards.Length], time)).ToList();
        using var pumping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pump = PumpAsync(stations, time, pumping.Token);

        await KillAsync(estate, stations, kills, new Random(seed), time, stop);
        stations.ForEach(station => station.IsClosed = true);
        var isDrained = await DrainAsync(stations, time, stop);
        await pumping.CancelAsync();
        await pump;
        var verdict = TortureVerdict.Of(
            [.. stations.SelectMany(station => station.Sent.Keys.Select(id => ($"bins/{station.Name}", id)))],
            [.. stations.SelectMany(station => station.Acknowledged.Keys.Select(id => ($"bins/{station.Name}", id)))],
            [.. stations.SelectMany(station => station.Results.Where(result => result.Value == "awarded").Select(result => result.Key))],
            estate.Folder.Database);
        stations.ForEach(station => station.Dispose());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"sent={stations.Sum(station => station.Sent.Count)} awarded={verdict.Awarded} ledger_sum={verdict.LedgerSum}{(isDrained ? "" : "  some events were never acknowledged")}"));
        Console.WriteLine(verdict);
        return verdict.IsClean && isDrained ? 0 : 1;
    }

    private static async Task KillAsync(TrialEstate estate, List<TorturedStation> stations, int kills, Random random, TimeProvider time, CancellationToken stop)
    {
        for (var i = 1; i <= kills; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 2000)), time, stop);
            var isGateway = random.NextDouble() < 0.7;
            if (isGateway)
                estate.RestartGateway();
            else
                estate.RestartBroker();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{i,3}/{kills} killed the {(isGateway ? "gateway" : "broker"),-7}  acknowledged so far {stations.Sum(station => station.Acknowledged.Count)}"));
        }
    }

    private static async Task PumpAsync(List<TorturedStation> stations, TimeProvider time, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                stations.ForEach(station => station.Step());
        }
        catch (OperationCanceledException)
        {
            // All is said.
        }
    }

    private static async Task<bool> DrainAsync(List<TorturedStation> stations, TimeProvider time, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        while (stations.Any(station => station.Waiting > 0) && time.GetElapsedTime(started) < TimeSpan.FromSeconds(90))
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, stop);
        return stations.All(station => station.Waiting == 0);
    }
}
