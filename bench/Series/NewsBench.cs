using System.Globalization;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Bench.Ingest;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Series;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using static Estate.Bench.Series.SeriesBench;

namespace Estate.Bench.Series;

/// <summary>
/// The gateway's exporter after a month's outage, while measurements come at the reference estate's rate: how fast it catches
/// up beside them, and how old a measurement is before the server shows it, during and after.
/// </summary>
internal sealed class NewsBench(EstateModel model, EstateDatabase database, EstateReader reader, string folder) : IDisposable
{
    /// <summary>220 devices: a socket a minute each, fill levels, bays; about four a second. Twenty is a busy evening.</summary>
    private const int LivePerSecond = 20;
    private const double MinSpeedup = 10, MaxDelay = 1;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20), Look = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    internal async Task<bool> RunAsync(CancellationToken stop)
    {
        var clock = new GatewayClock(PlatformServices.Real);
        var spill = new SpillFolder(Path.Combine(folder, "series"), 100_000_000);
        var buffer = new TelemetryBuffer(spill, model.Site, 100_000, InfluxDialect.V1);
        var sources = new SeriesSources(model, database, reader, buffer, PlatformServices.Real);
        using var journal = new FactLines(database, reader, model.Site, InfluxDialect.V1);
        var health = new Health();
        using var metrics = new GatewayMetrics();
        using var exporter = new SeriesExporter(sources, health, metrics, clock, NullLogger<SeriesExporter>.Instance);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var live = FeedAsync(buffer, clock, ending.Token);
        var started = TimeProvider.System.GetTimestamp();
        await exporter.StartAsync(stop);
        var during = await WatchAsync(clock, () =>
            health.Series is { Problem: null, Outlook: null } && TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(3),
            stop);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var quiet = TimeProvider.System.GetTimestamp();
        var after = await WatchAsync(clock, () => TimeProvider.System.GetElapsedTime(quiet) > Quiet, stop);
        await ending.CancelAsync();
        await live;
        await exporter.StopAsync(CancellationToken.None);
        var (rate, delay) = (journal.Head / seconds, DiskProbe.Percentile(during, 0.99) - DiskProbe.Percentile(after, 0.99));
        Say($"a month's outage ({journal.Head} facts) drained in {seconds:0} s beside {LivePerSecond} measurements a second: "
            + $"{rate / LivePerSecond:0} times the live rate (at least {MinSpeedup}) "
            + $"{(rate >= MinSpeedup * LivePerSecond ? "PASS" : "FAIL")}");
        Say($"measurements are seen after {DiskProbe.Percentile(during, 0.5):0.00} s (99 %: {DiskProbe.Percentile(during, 0.99):0.00}) "
            + $"meanwhile, {DiskProbe.Percentile(after, 0.5):0.00} s (99 %: {DiskProbe.Percentile(after, 0.99):0.00}) afterwards: "
            + $"delayed by {delay:0.00} s (limit {MaxDelay}) ratio {Math.Max(0, delay) / MaxDelay:0.00} "
            + $"{(delay <= MaxDelay ? "PASS" : "FAIL")}");
        return rate >= MinSpeedup * LivePerSecond && delay <= MaxDelay;
    }

    public void Dispose() => _http.Dispose();

    private static async Task FeedAsync(TelemetryBuffer buffer, GatewayClock clock, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / LivePerSecond));
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            buffer.Add(new("live", clock.Now, [], [("i", i)]));
            try
            {
                await timer.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>How old the newest measurement is that the server shows, in seconds, looked at again and again.</summary>
    private async Task<List<double>> WatchAsync(GatewayClock clock, Func<bool> isOver, CancellationToken stop)
    {
        var ages = new List<double>();
        using var timer = new PeriodicTimer(Look);
        while (!isOver())
        {
            await timer.WaitForNextTickAsync(stop);
            var asked = clock.Now;
            var answer = await _http.GetStringAsync(
                new Uri(model.Influx!.Url,
                $"query?db={model.Influx.Database}&epoch=ms&q={Uri.EscapeDataString("SELECT last(i) FROM live")}"), stop);
            if (answer.Split("\"values\":[[") is [_, var values])
                ages.Add(
                    (asked - Instant.FromUnixTimeMilliseconds(long.Parse(values.Split(',')[0], CultureInfo.InvariantCulture)))
                        .TotalSeconds);
        }
        return ages;
    }
}
