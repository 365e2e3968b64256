using System.Collections.Concurrent;
using System.Diagnostics;
using Estate.Adapters.Influx;
using Estate.Gateway.Pipeline;
using Estate.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Estate.Gateway.Tests;

/// <summary>A mistake in any exporter, notifier or watcher ends that part for a while, and nothing else.</summary>
public sealed class RestartingTests
{
    /// <summary>Without these nothing is decided, kept or heard: the process ends with them, says so, and is started again.</summary>
    private static readonly string[] Vital = ["BrokerService", "Committer", "EstateLoop", "EventLookups"];

    /// <summary>They take every mistake for one of the page, and make the next one.</summary>
    private static readonly string[] Boards = ["ParkingBoard", "AlertBoard"];

    /// <summary>Here without anything to do; the exporter has a test of its own below.</summary>
    private static readonly string[] Idle = ["ChipService", "HomeService", "NightlyBackup", "SeriesExporter", "Watchdog"];

    [Fact]
    public async Task Every_part_but_the_vital_ones_can_end_by_a_mistake_and_begins_again_while_taps_go_on()
    {
        var time = new FailingTime();
        // Nobody listens there: both try again for ever, and one meets its mistake.
        await using var gateway = await RunningGateway.StartAsync(
            """
            alerts:
              ladder: [ { zh: 台, en: Desk, after_min: 0, from: low, notify: [phone, other] } ]
              notifiers:
                - { name: phone, type: alertmanager, url: "http://127.0.0.1:9" }
                - { name: other, type: alertmanager, url: "http://127.0.0.1:9" }
            """);
        await gateway.StopGatewayAsync();
        gateway.Surroundings = Surroundings.Real with { Time = time };
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        var services = gateway.Services.GetServices<IHostedService>().Where(one => one.GetType().Namespace!.StartsWith("Estate", StringComparison.Ordinal)).ToList();
        var parts = services.OfType<Restarting>().Select(one => one.Part).ToList();
        Assert.Equal(Vital, services.Where(one => one is not Restarting).Select(one => one.GetType().Name).Order(StringComparer.Ordinal));
        var named = parts.Select(part => part.GetType().Name).Except(Boards).Except(Idle).Order(StringComparer.Ordinal);
        Assert.Equal(named, await Eventually.SeeAsync(() => Task.FromResult(time.Failed.Keys.Order(StringComparer.Ordinal).ToList()), failed => failed.Count >= named.Count()));
        await Eventually.SeeAsync(() => gateway.HealthAsync(), health =>
            health.Contains("the nightly retention (TimeoutException: planted)", StringComparison.Ordinal) && health.Contains("notifications (TimeoutException: planted)", StringComparison.Ordinal));
        await Eventually.SeeAsync(() => TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM alert WHERE type = 'part_failed' AND closed IS NULL") == 1);
        await Eventually.SeeAsync(() => parts.All(part => part.ExecuteTask is null or { IsFaulted: false, IsCanceled: false }));
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 500);
        await Eventually.SeeAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
    }

    [Fact]
    public async Task A_sender_that_throws_whatever_it_likes_stops_the_export_alone_and_loses_no_line()
    {
        var sender = new Moody();
        await using var gateway = await RunningGateway.StartAsync("influx: { url: \"http://127.0.0.1:9/\", dialect: v2, database: estate, organisation: o }");
        await gateway.StopGatewayAsync();
        gateway.Surroundings = Surroundings.Real with { OpenSeries = (_, _) => sender };
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        var station = await gateway.StationAsync();
        station.Telemetry("climate", "{\"temperature_c\":21.5}");
        await Eventually.SeeAsync(() => gateway.HealthAsync(), health => health.Contains("FormatException", StringComparison.Ordinal));
        station.Deposit(station.Tap("CARD0001"), "wet", 500);
        await Eventually.SeeAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        sender.IsWell = true;
        await Eventually.SeeAsync(() => sender.Lines.Any(line => line.Contains("temp_c=21.5", StringComparison.Ordinal)) && sender.Lines.Any(line => line.StartsWith("points,", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_fails_is_named_until_it_has_run_well_for_a_while()
    {
        var (health, part) = (new Health(), new Fickle(new FormatException("a date"), new OperationCanceledException("a time-out"), null));
        using var restarting = new Restarting(part, new("某部分", "some part"), health, new GatewayClock(Surroundings.Real), NullLogger<Restarting>.Instance) { WellAfter = TimeSpan.FromMilliseconds(200) };
        await restarting.StartAsync(default);
        await Eventually.SeeAsync(() => health.Failing?.En == "some part (FormatException: a date)");
        // As an HTTP client's patience ends: no orderly end, though it looks like one.
        await Eventually.SeeAsync(() => health.Failing?.En == "some part (OperationCanceledException: a time-out)");
        Assert.False(health.IsWell(TimeProvider.System));
        await Eventually.SeeAsync(() => health.Failing is null);
        Assert.Equal(3, part.Starts);
        await restarting.StopAsync(default);
        Assert.Null(health.Failing);
        Assert.Equal(3, part.Starts);
    }

    [Fact]
    public async Task To_be_told_to_end_is_no_mistake_also_during_the_start()
    {
        var (health, part) = (new Health(), new Fickle([null]));
        using var starting = new CancellationTokenSource();
        using var restarting = new Restarting(part, new("某部分", "some part"), health, new GatewayClock(Surroundings.Real), NullLogger<Restarting>.Instance);
        await restarting.StartAsync(starting.Token);
        await starting.CancelAsync();
        await restarting.StopAsync(default);
        Assert.Null(health.Failing);
    }

    /// <summary>Ends by each of these in turn; null: runs until it is told to end.</summary>
    private sealed class Fickle(params Exception?[] mistakes) : BackgroundService
    {
        internal int Starts { get; private set; }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            if (mistakes[Starts++] is { } mistake)
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

    /// <summary>Fails once for each background service but the vital ones, when it asks for its first timer, and once for who tries again.</summary>
    private sealed class FailingTime : TimeProvider
    {
        internal ConcurrentDictionary<string, bool> Failed { get; } = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var types = new StackTrace().GetFrames().Select(frame => frame.GetMethod()?.DeclaringType).OfType<Type>().ToList();
            var asks = types.Any(type => type.Namespace?.StartsWith("Polly", StringComparison.Ordinal) == true) ? nameof(NotificationService)
                : types.FirstOrDefault(type => type.Name.StartsWith("<ExecuteAsync>", StringComparison.Ordinal))?.DeclaringType?.Name;
            return asks is null || Vital.Contains(asks) || Boards.Contains(asks) || !Failed.TryAdd(asks, true)
                ? System.CreateTimer(callback, state, dueTime, period)
                : throw new TimeoutException("planted");
        }
    }
}
