using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;

namespace Estate.Bench.Parking;

/// <summary>A change to every open page, what a page costs, the cached answer under load, and ten thousand bays.</summary>
internal sealed partial class ParkingBench(string folder, TimeProvider time)
{
    private const int Pages = 500;
    private const int Bays = 185;
    private const int Changes = 30;
    private const int ManyBays = 10_000;
    private const int ReportEverySeconds = 30;

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var many = new Option<bool>("--many") { Description = "Only the ten thousand bays" };
        var command = new Command("parking", "Open pages, the cached answer, ten thousand bays") { data, many };
        command.SetAction((parsed, _) =>
            new ParkingBench(Path.Combine(parsed.GetRequiredValue(data), "bench", "parking"), TimeProvider.System)
                .RunAsync(parsed.GetValue(many)));
        return command;
    }

    private async Task<int> RunAsync(bool isManyOnly)
    {
        var isGood = isManyOnly || await MeasurePagesAsync();
        isGood &= await MeasureManyAsync();
        return isGood ? 0 : 1;
    }

    private async Task<bool> MeasurePagesAsync()
    {
        using var estate = await StartAsync("pages", Bays);
        using var sensors = await RadioSensors.StartAsync(estate, Bays, time);
        // What a page costs, not what the first one does: code is compiled and caches are filled before.
        using (await OpenPages.OpenAsync(estate.Url, 50, time))
        {
            sensors.Say(Bays - 1, occupied: false);
            await PauseAsync(5);
        }
        var isSeen = await MeasureChangesAsync(estate, sensors);
        return await MeasureAnswersAsync(estate.Url + "/api/parking") && isSeen;
    }

    private async Task<bool> MeasureChangesAsync(BenchEstate estate, RadioSensors sensors)
    {
        var before = estate.Gateway.ResidentBytes;
        using var pages = await OpenPages.OpenAsync(estate.Url, Pages, time);
        await PauseAsync(3);
        var heard = new List<double>();
        for (var change = 0; change < Changes; change++)
        {
            pages.Expect();
            sensors.Say(2 * (change + 1), occupied: true);
            var started = time.GetTimestamp();
            while (pages.Received < Pages && time.GetElapsedTime(started) < TimeSpan.FromSeconds(10))
                await Task.Delay(TimeSpan.FromMilliseconds(5), time);
            heard.AddRange(pages.Milliseconds());
            await Task.Delay(TimeSpan.FromMilliseconds(300), time);
        }
        var perPage = (estate.Gateway.ResidentBytes - before) / 1024.0 / Pages;
        var p99 = DiskProbe.Percentile(heard, 0.99);
        Print($"a change to {Pages} open pages: n {heard.Count} of {Pages * Changes}, p50 {DiskProbe.Percentile(heard, 0.5):0} ms, p99 "
            + $"{p99:0} ms (limit 500 ms: {p99 / 500:0.00} of it)");
        Print($"an open page: {perPage:0.0} kB (limit 50 kB: {perPage / 50:0.00} of it)");
        return heard.Count == Pages * Changes && p99 <= 500 && perPage <= 50;
    }

    private async Task<bool> MeasureAnswersAsync(string url)
    {
        var output = await RunAsync("wrk", "-t1", "-c32", "-d8s", url);
        var rate = double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        Print($"/api/parking: {rate:0} requests/s (limit 10000: {rate / 10000:0.00} times it)");
        var first = await FirstBytesAsync(new Uri(url), perSecond: 1000, seconds: 8);
        var p99 = DiskProbe.Percentile(first, 0.99);
        Print($"/api/parking at 1000/s: n {first.Count}, first byte p50 {DiskProbe.Percentile(first, 0.5):0.0} ms, p99 {p99:0.0} ms "
            + $"(limit 20 ms: {p99 / 20:0.00} of it)");
        return rate >= 10_000 && p99 <= 20;
    }

    /// <summary>Asked by the clock, not when the last answer came: a late answer does not make the next one late to ask.</summary>
    private async Task<List<double>> FirstBytesAsync(Uri url, int perSecond, int seconds)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 200 });
        var asked = new List<Task<double>>();
        var started = time.GetTimestamp();
        while (asked.Count < perSecond * seconds)
        {
            var due = (int)(time.GetElapsedTime(started).TotalSeconds * perSecond);
            while (asked.Count < Math.Min(due, perSecond * seconds))
                asked.Add(AskAsync());
            await Task.Delay(TimeSpan.FromMilliseconds(1), time);
        }
        var took = await Task.WhenAll(asked);
        // The first second opens connections.
        return [.. took.Skip(perSecond)];

        async Task<double> AskAsync()
        {
            var at = time.GetTimestamp();
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
            return time.GetElapsedTime(at).TotalMilliseconds;
        }
    }

    private async Task<bool> MeasureManyAsync()
    {
        using var estate = await StartAsync("many", ManyBays);
        using var sensors = await RadioSensors.StartAsync(estate, ManyBays, time);
        await PauseAsync(10);
        const int seconds = 2 * ReportEverySeconds;
        var (cpu, started, random) = (estate.Gateway.Cpu, time.GetTimestamp(), new Random(1));
        var said = 0;
        while (time.GetElapsedTime(started) < TimeSpan.FromSeconds(seconds))
        {
            var due = (int)(time.GetElapsedTime(started).TotalSeconds * ManyBays / ReportEverySeconds);
            // One report in a hundred is a change, which is more than cars do.
            for (; said < due; said++)
                sensors.Say((said % ManyBays) + 1, random.Next(100) == 0 ? random.Next(2) == 0 : said % 2 == 0);
            await Task.Delay(TimeSpan.FromMilliseconds(10), time);
        }
        var share = (estate.Gateway.Cpu - cpu).TotalSeconds / time.GetElapsedTime(started).TotalSeconds;
        Print($"{ManyBays} bays, one report each {ReportEverySeconds} s ({said} in {seconds} s): {share:P1} of one core (limit 15 %: "
            + $"{share / 0.15:0.00} of it)");
        return share < 0.15;
    }

    private async Task<BenchEstate> StartAsync(string name, int bays)
    {
        var estate = new BenchEstate(Path.Combine(folder, name), 1, time, devices: RadioSensors.Inventory(bays));
        await estate.StartAsync();
        return estate;
    }

    private Task PauseAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), time);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    private static void Print(string line) => Console.WriteLine(line);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();
}
