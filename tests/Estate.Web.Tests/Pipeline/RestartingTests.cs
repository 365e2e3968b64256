using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Estate.Adapters.Influx;
using Estate.Gateway;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Series;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Estate.Web.Tests.Pipeline;

/// <summary>An error in any exporter, notifier or watcher ends that part for a while, and nothing else.</summary>
public sealed class RestartingTests
{
    /// <summary>Without these nothing is decided, kept or heard: the process ends with them, says so, and is started again.</summary>
    private static readonly string[] Vital = ["BrokerService", "Committer", "EstateLoop", "EventLookups"];

    /// <summary>May be here without anything to do; the exporter has a test of its own below.</summary>
    private static readonly string[] Idle = [
        "CertificateWatch", "ChipService", "DemonstrationPermits", "HomeAssistantService", "NightlyBackup", "NoticePush", "ProbeService",
        "ProfileWatch", "SeriesExporter", "TotalsService", "UplinkService", "Watchdog"];

    [Fact]
    public async Task Every_non_vital_part_restarts_after_an_error_while_taps_go_on()
    {
        await using var gateway = await RunningGateway.StartAsync(
            "alerts: { notifiers: [ { name: phone, type: alertmanager, url: \"http://127.0.0.1:9\" } ] }");
        var services = gateway.Services.GetServices<IHostedService>()
            .Where(one => one.GetType().Namespace!.StartsWith("Estate", StringComparison.Ordinal)).ToList();
        Assert.Equal(Vital, services.Where(one => one is not Restarting).Select(one => one.GetType().Name).Order(StringComparer.Ordinal));
        var parts = services.OfType<Restarting>().Select(one => one.Part).ToList();
        await Eventually.UntilAsync(() => parts.Where(part => part is SeriesExporter or TotalsService)
            .All(part => part.ExecuteTask!.IsCompletedSuccessfully));
        var idle = parts.Where(part => part.ExecuteTask is null or { IsCompletedSuccessfully: true }).ToList();
        Assert.Empty(idle.Select(part => part.GetType().Name).Except(Idle));
        var running = parts.Except(idle).Select(part => (Part: part, Before: part.ExecuteTask!)).ToList();
        foreach (var (part, _) in running)
            await EndAsync(part);
        var seen = await Eventually.UntilAsync(() => gateway.HealthAsync(), health => Parts(health).Length == running.Count);
        Assert.Contains("the nightly retention (", seen, StringComparison.Ordinal);
        Assert.Contains("notifications (", seen, StringComparison.Ordinal);
        await Eventually.UntilAsync(() => running.All(one => one.Part.ExecuteTask is { IsCompleted: false } again && again != one.Before));
        await Eventually.UntilAsync(() =>
            TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM alert WHERE type = 'part_failed' AND closed IS NULL") == 1);
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 500);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);

        static string[] Parts(string health) => JsonDocument.Parse(health).RootElement.GetProperty("parts").GetString()!.Split("; ");
    }

    /// <summary>
    /// As a time-out inside it would end it: by an exception nobody asked for. All of them wait for their own end somewhere.
    /// </summary>
    private static Task EndAsync(BackgroundService part) =>
        ((CancellationTokenSource)typeof(BackgroundService)
            .GetField("_stoppingCts", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(part)!).CancelAsync();

    [Fact]
    public async Task A_throwing_sender_stops_only_the_export_and_loses_no_line()
    {
        var sender = new Moody();
        await using var gateway = await RunningGateway.StartAsync(
            "influx: { url: \"http://127.0.0.1:9/\", dialect: v2, database: estate, organisation: o }");
        await gateway.StopGatewayAsync();
        gateway.Platform = PlatformServices.Real with { OpenSeries = (_, _) => sender };
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        var station = await gateway.StationAsync();
        station.Telemetry("climate", "{\"temperature_c\":21.5}");
        await Eventually.UntilAsync(() => gateway.HealthAsync(), health => health.Contains("FormatException", StringComparison.Ordinal));
        station.Deposit(station.Tap("CARD0001"), "wet", 500);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        sender.IsWell = true;
        await Eventually.UntilAsync(() =>
            sender.Lines.Any(line => line.Contains("temp_c=21.5", StringComparison.Ordinal))
            && sender.Lines.Any(line => line.StartsWith("points,", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_failed_part_is_named_until_it_has_run_well_for_a_while()
    {
        var (health, part) = (new Health(), new Fickle(new FormatException("a date"), new OperationCanceledException("a time-out"), null));
        using var restarting = new Restarting(
            part, new("某部分", "some part"), health, new GatewayClock(PlatformServices.Real), NullLogger<Restarting>.Instance)
        {
            WellAfter = TimeSpan.FromMilliseconds(200),
        };
        await restarting.StartAsync(default);
        await Eventually.UntilAsync(() => health.Failing?.En == "some part (FormatException: a date)");
        // As an HTTP client's patience ends: no orderly end, though it looks like one.
        await Eventually.UntilAsync(() => health.Failing?.En == "some part (OperationCanceledException: a time-out)");
        Assert.False(health.IsWell(TimeProvider.System));
        await Eventually.UntilAsync(() => health.Failing is null);
        Assert.Equal(3, part.Starts);
        await restarting.StopAsync(default);
        Assert.Null(health.Failing);
        Assert.Equal(3, part.Starts);
    }

    [Fact]
    public async Task A_part_that_completes_after_an_error_is_no_longer_named()
    {
        var (health, part) = (new Health(), new Fickle(new FormatException("a date"), Fickle.Finished));
        using var restarting = new Restarting(
            part, new("某部分", "some part"), health, new GatewayClock(PlatformServices.Real), NullLogger<Restarting>.Instance);
        await restarting.StartAsync(default);
        await Eventually.UntilAsync(() => health.Failing is not null);
        await Eventually.UntilAsync(() => health.Failing is null);
        Assert.Equal(2, part.Starts);
        await restarting.StopAsync(default);
    }

    [Fact]
    public async Task A_requested_stop_is_not_an_error_even_during_the_start()
    {
        var (health, part) = (new Health(), new Fickle([null]));
        using var starting = new CancellationTokenSource();
        using var restarting = new Restarting(
            part, new("某部分", "some part"), health, new GatewayClock(PlatformServices.Real), NullLogger<Restarting>.Instance);
        await restarting.StartAsync(starting.Token);
        await starting.CancelAsync();
        await restarting.StopAsync(default);
        Assert.Null(health.Failing);
    }

    /// <summary>Ends by each of these in turn; null: runs until it is stopped.</summary>
    private sealed class Fickle(params Exception?[] mistakes) : BackgroundService
    {
        /// <summary>In a turn with this it comes to its end.</summary>
        internal static Exception Finished { get; } = new InvalidOperationException();

        internal int Starts { get; private set; }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            var mistake = mistakes[Starts++];
            if (mistake == Finished)
                return;
            if (mistake is not null)
                throw mistake;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken);
        }
    }

    private sealed class Moody : ILineSender
    {
        internal volatile bool IsWell;

        internal ConcurrentQueue<string> Lines { get; } = [];

        public string Server => "moody";

        public Task<LineAnswer> SendAsync(IEnumerable<string> lines, CancellationToken stop)
        {
            if (!IsWell)
                throw new FormatException("The input string 'Wed, 21 Oct 2026 07:28:00 GMT' was not in a correct format.");
            foreach (var line in lines)
                Lines.Enqueue(line);
            return Task.FromResult(new LineAnswer(System.Net.HttpStatusCode.NoContent));
        }

        public Task<string?> PrepareAsync(CancellationToken stop) => Task.FromResult((string?)null);

        public void Dispose()
        {
        }
    }
}
