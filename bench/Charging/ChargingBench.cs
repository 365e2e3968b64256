using System.CommandLine;
using System.Globalization;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.Gateway.Configuration;

namespace Estate.Bench.Charging;

/// <summary>
/// From too much power to the cut, under the reference load, ten thousand sockets and a stalled disk; and from a trip to people.
/// </summary>
internal sealed class ChargingBench(string folder, int trips, TimeProvider time)
{
    private const int ReferenceBoards = 20;
    private const int ManyBoards = 1000;
    private const int Alerts = 100;

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var trips = new Option<int>("--trips") { Description = "How often each is measured", DefaultValueFactory = _ => 300 };
        var command = new Command("charging", "From a trip to the cut, 10,000 sockets, alerts to people") { data, trips };
        command.SetAction((parsed, _) =>
            new ChargingBench(Path.Combine(parsed.GetRequiredValue(data), "bench", "charging"), parsed.GetValue(trips), TimeProvider.System)
                .RunAsync());
        return command;
    }

    private async Task<int> RunAsync()
    {
        var isGood = await MeasureCutsAsync("reference", ReferenceBoards, limitMs: 20);
        isGood &= await MeasureCutsAsync("many", ManyBoards, limitMs: 50);
        isGood &= await MeasurePeopleAsync();
        return isGood ? 0 : 1;
    }

    private async Task<bool> MeasureCutsAsync(string name, int boards, double limitMs)
    {
        using var estate = await StartAsync(name, boards, "");
        using var wire = await WireAsync(estate);
        using var stop = new CancellationTokenSource();
        var load = LoadAsync(wire, boards, stop.Token);
        // All have spoken, sessions are open, code is compiled.
        await Task.Delay(TimeSpan.FromSeconds(20), time);
        var (cpu, started) = (estate.Gateway.Cpu, time.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(30), time);
        var share = (estate.Gateway.Cpu - cpu).TotalSeconds / time.GetElapsedTime(started).TotalSeconds;
        var megabytes = estate.Gateway.ResidentBytes / 1e6;
        // The load has arrived: half of the sockets charge.
        var isGood = await ChargingAsync(estate) is var charging && charging == boards * 5;
        if (!isGood)
            Print($"{charging} sockets charge, not {boards * 5}: the load did not arrive");
        if (boards == ManyBoards)
        {
            Print($"{boards * 10} sockets each second: {share:P1} of one core (limit 60 %: {share / 0.6:0.00} of it), {megabytes:0} MB "
                + $"(limit 250 MB: {megabytes / 250:0.00} of it)");
            isGood &= share < 0.6 && megabytes < 250;
        }
        isGood &= Report($"trip to cut, {boards * 10} sockets each second", await RepeatAsync(wire, boards, trips), limitMs);
        using (estate.StallDisk())
        {
            var stalled = new List<double?>();
            var since = time.GetTimestamp();
            while (time.GetElapsedTime(since) < TimeSpan.FromSeconds(11))
                stalled.AddRange(await RepeatAsync(wire, boards, 10));
            isGood &= Report(
                $"trip to cut, {boards * 10} sockets, disk stalled for {time.GetElapsedTime(since).TotalSeconds:0} s", stalled, limitMs);
        }
        await stop.CancelAsync();
        await load;
        return isGood;
    }

    private static async Task<int> ChargingAsync(BenchEstate estate)
    {
        using var http = new HttpClient();
        var body = await http.GetStringAsync(new Uri(estate.Url + "/api/chargers"));
        return body.Split("\"status\":\"Charging\"").Length - 1;
    }

    private async Task<List<double?>> RepeatAsync(BenchBoards wire, int boards, int count)
    {
        var times = new List<double?>();
        for (var i = 0; i < count; i++)
        {
            times.Add(await wire.TripAsync(1 + (i * 7 % boards), 2 + (2 * (i / 7 % 5))));
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        }
        return times;
    }

    /// <summary>A first alert of its own for each trip: on the open page of staff, and at a webhook.</summary>
    private async Task<bool> MeasurePeopleAsync()
    {
        using var phone = new WebhookRecorder(time);
        using var estate = await StartAsync("people", ReferenceBoards, string.Create(CultureInfo.InvariantCulture,
            $"alerts:\n  ladder: [ {{ zh: t, en: t, after_min: 0, notify: [duty] }} ]\n  notifiers: [ {{ name: duty, type: webhook, url: "
                + $"\"{phone.Url}\" }} ]\n"));
        using var wire = await WireAsync(estate);
        using var stop = new CancellationTokenSource();
        var load = LoadAsync(wire, ReferenceBoards, stop.Token);
        using var page = await StaffPage.OpenAsync(estate, time);
        await Task.Delay(TimeSpan.FromSeconds(10), time);
        var (seen, told) = (new List<double?>(), new List<double?>());
        for (var i = 0; i < Alerts; i++)
        {
            var (board, socket) = (1 + (i % ReferenceBoards), 2 + (2 * (i / ReferenceBoards)));
            var mark = string.Create(CultureInfo.InvariantCulture, $"charger-{BenchBoards.Name(board)}-over_power-socket-{socket}-");
            var (onPage, atPhone, from) = (page.ExpectAsync(mark), phone.ExpectAsync(mark), time.GetTimestamp());
            await wire.TripAsync(board, socket);
            seen.Add(await MillisecondsAsync(onPage, from));
            told.Add(await MillisecondsAsync(atPhone, from));
        }
        await stop.CancelAsync();
        await load;
        return Report("trip to staff page", seen, 1000) & Report("trip to webhook", told, 2000);
    }

    private async Task<double?> MillisecondsAsync(Task<long> when, long from)
    {
        try
        {
            return time.GetElapsedTime(from, await when.WaitAsync(TimeSpan.FromSeconds(10), time)).TotalMilliseconds;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<BenchEstate> StartAsync(string name, int boards, string more)
    {
        var estate = new BenchEstate(Path.Combine(folder, name), 1, time, devices: BenchBoards.Inventory(boards), more: more);
        DataFolder.WritePrivate(estate.Folder.NotifierSecret("duty").Path, "bench"u8.ToArray());
        await estate.StartAsync();
        return estate;
    }

    private async Task<BenchBoards> WireAsync(BenchEstate estate)
    {
        var wire = new BenchBoards(estate, time);
        while (!wire.IsReady)
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        return wire;
    }

    /// <summary>Each board once a second, spread over it.</summary>
    private async Task LoadAsync(BenchBoards wire, int boards, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        for (long said = 0; !stop.IsCancellationRequested;)
        {
            var due = (long)(time.GetElapsedTime(started).TotalSeconds * boards);
            for (; said < due; said++)
                wire.Report((int)(said % boards) + 1, (int)(said / boards));
            await Task.Delay(TimeSpan.FromMilliseconds(5), time, CancellationToken.None);
        }
    }

    private static bool Report(string what, List<double?> times, double limitMs)
    {
        var (heard, lost) = (times.OfType<double>().ToList(), times.Count(one => one is null));
        var p99 = heard.Count == 0 ? double.PositiveInfinity : DiskProbe.Percentile(heard, 0.99);
        Print($"{what}: n {times.Count}, lost {lost}, p50 {DiskProbe.Percentile(heard, 0.5):0.00} ms, p99 {p99:0.00} ms (limit p99 "
            + $"{limitMs} ms: {p99 / limitMs:0.00} of it)");
        return lost == 0 && p99 <= limitMs;
    }

    private static void Print(string line) => Console.WriteLine(line);
}
