using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Estate.Bench.Harness;
using Estate.Bench.Parking;

namespace Estate.Bench.Pages;

/// <summary>What a resident waits for, and what five hundred of them cost: first paint, Lighthouse, open pages.</summary>
internal sealed class PagesBench(string folder, TimeProvider time)
{
    private const int Bays = 185;
    private const int Readers = 500;
    private const int Seconds = 30;
    private const double MaxPaintMs = 1000;
    private const double MaxBytes = 60_000;
    private const double MaxMegabytes = 250;
    private static readonly string[] Paths = ["/", "/parking", "/plan", "/sorting", "/polls"];

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var command = new Command("pages", "First paint with a slow processor, Lighthouse, five hundred open pages") { data };
        command.SetAction((parsed, _) =>
            new PagesBench(Path.Combine(parsed.GetRequiredValue(data), "bench", "pages"), TimeProvider.System).RunAsync());
        return command;
    }

    private async Task<int> RunAsync()
    {
        using var estate = new BenchEstate(folder, 1, time, devices: RadioSensors.Inventory(Bays));
        await estate.StartAsync();
        using var sensors = await RadioSensors.StartAsync(estate, Bays, time);
        await Task.Delay(TimeSpan.FromSeconds(3), time);
        var isGood = await MeasurePagesAsync(estate.Url);
        isGood &= await MeasureReadersAsync(estate, sensors);
        return isGood ? 0 : 1;
    }

    private static async Task<bool> MeasurePagesAsync(string url)
    {
        var scripts = Path.Combine(AppContext.BaseDirectory, "Pages");
        if (!Directory.Exists(Path.Combine(scripts, "node_modules")))
            await RunAsync(scripts, "npm", "install", "--no-package-lock", "--no-progress", "--loglevel=error");
        var isGood = true;
        foreach (var line in (await RunAsync(scripts, "node", ["measure.mjs", url, .. Paths]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var page = JsonSerializer.Deserialize<PageFigures>(line, JsonSerializerOptions.Web)!;
            Print($"{page.Path} first paint, processor four times slower: median {page.Paint:0} ms, worst {page.Worst:0} (limit "
                + $"{MaxPaintMs:0}: {page.Paint / MaxPaintMs:0.00} of it)");
            Print($"{page.Path} transferred: {page.Bytes:0} bytes (limit {MaxBytes:0}: {page.Bytes / MaxBytes:0.00} of it)");
            Print($"{page.Path} Lighthouse: performance {page.Performance:0} (at least 95), accessibility {page.Accessibility:0} (100), "
                + $"best practices {page.Practices:0} (95)");
            isGood &= page is { Paint: <= MaxPaintMs, Bytes: < MaxBytes, Performance: >= 95, Accessibility: >= 100, Practices: >= 95 };
        }
        return isGood;
    }

    /// <summary>Every bay reports each minute, and a car comes or goes each second.</summary>
    private async Task<bool> MeasureReadersAsync(BenchEstate estate, RadioSensors sensors)
    {
        using var pages = await OpenPages.OpenAsync(estate.Url, Readers, time);
        await Task.Delay(TimeSpan.FromSeconds(3), time);
        var (cpu, started, said) = (estate.Gateway.Cpu, time.GetTimestamp(), 0);
        while (time.GetElapsedTime(started) < TimeSpan.FromSeconds(Seconds))
        {
            for (var due = time.GetElapsedTime(started).TotalSeconds * Bays / 60; said < due; said++)
                sensors.Say((said % Bays) + 1, said % 3 == 0 ? said % 2 == 0 : said % 2 == 1);
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        }
        var (share, megabytes) = (
            (estate.Gateway.Cpu - cpu).TotalSeconds / time.GetElapsedTime(started).TotalSeconds, estate.Gateway.ResidentBytes / 1e6);
        Print($"{Readers} open pages for {Seconds} s: {megabytes:0} MB (limit {MaxMegabytes:0}: {megabytes / MaxMegabytes:0.00} of it), "
            + $"{share:0.000} of a core (limit 0.5: {share / 0.5:0.00} of it)");
        return megabytes <= MaxMegabytes && share <= 0.5;
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = folder })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new IOException($"{program} ended with {process.ExitCode}: {output}");
    }

    private static void Print(string line) => Console.WriteLine(line);
}

/// <summary>One line of measure.mjs; times in milliseconds.</summary>
internal sealed record PageFigures(
    string Path, double Paint, double Worst, double Bytes, double Performance, double Accessibility, double Practices);
