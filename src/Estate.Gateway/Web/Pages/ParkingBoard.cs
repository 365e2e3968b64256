using System.Text;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Gateway.Pipeline;
using NodaTime;

namespace Estate.Gateway.Web.Pages;

/// <summary>
/// The lot as all readers see it: made once per change, however many look. Readers wait for the next version without a
/// queue of their own.
/// </summary>
internal sealed partial class ParkingBoard : BackgroundService
{
    /// <summary>A burst of changes is one version; and without any the feed still says that it is alive.</summary>
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(100);
    internal static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(30);

    private readonly LiveFeed _feed;
    private readonly EstateLoop _loop;
    private readonly PageRenderer _pages;
    private readonly GateReads _reads;
    private readonly ILogger<ParkingBoard> _log;
    private TaskCompletionSource<ParkingVersion> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ParkingBoard(LiveFeed feed, EstateLoop loop, PageRenderer pages, GateReads reads, ILogger<ParkingBoard> log)
    {
        (_feed, _loop, _pages, _reads, _log) = (feed, loop, pages, reads, log);
        Lot = reads.Model.Inventory.Select(one => (DeviceId?)one.Device).FirstOrDefault(device => device!.Value.Kind == LotKind.KindName);
    }

    /// <summary>The car park of this estate; null where there is none.</summary>
    internal DeviceId? Lot { get; }

    /// <summary>Null before the first.</summary>
    internal ParkingVersion? Current { get; private set; }

    /// <summary>The one after <paramref name="seen"/>; at once where there is a newer one already.</summary>
    internal Task<ParkingVersion> AfterAsync(ParkingVersion? seen)
    {
        // Taken first: a version that comes in between is then found in one of the two.
        var next = Volatile.Read(ref _next).Task;
        return Current is { } current && current != seen ? Task.FromResult(current) : next;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Lot is not { } lot)
            return;
        await Task.Yield();
        using var subscription = _feed.Subscribe();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PublishAsync(lot);
                await WaitAsync(subscription, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure.Message);
                await Task.Delay(AtLeastEvery, _reads.Clock.Time, stoppingToken);
            }
        }
    }

    private async Task PublishAsync(DeviceId lot)
    {
        var state = (LotState)(await _loop.InspectAsync(machine => machine.StateOf(lot)))!;
        var bays = state.Bays();
        var view = new ParkingView(lot, _reads.Clock.Now, bays, LotBays.Count(bays), state.Inside);
        // Most of what sensors say is that nothing changed.
        if (Current is { } before && before.View.IsSame(view) && (view.At - before.View.At).ToTimeSpan() < AtLeastEvery)
            return;
        var version = new ParkingVersion(
            view, Bytes(ParkingApi.Summary(view)), Bytes(ParkingApi.Feed(view)),
            await PartsAsync(view, new Language(true)), await PartsAsync(view, new Language(false)));
        Current = version;
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult(version);
    }

    /// <summary>Until something of the lot changed, and no earlier than the last version is old enough.</summary>
    private async Task WaitAsync(LiveFeed.Subscription subscription, CancellationToken stop)
    {
        await Task.Delay(AtMostEvery, _reads.Clock.Time, stop);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(AtLeastEvery);
        try
        {
            while (await subscription.Changes.WaitToReadAsync(patience.Token))
            {
                var isOurs = false;
                while (subscription.Changes.TryRead(out var device))
                    isOurs |= device.Kind is SensorKind.KindName or LotKind.KindName;
                if (isOurs)
                    return;
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Nothing for a while: the feed says so.
        }
    }

    /// <summary>The page's changing pieces by name; a reader gets those that differ from what it has.</summary>
    private async Task<IReadOnlyList<(string Name, string Html)>> PartsAsync(ParkingView view, Language language)
    {
        var parts = new List<(string, string)>
        {
            ("numbers", await _pages.RenderAsync<ParkingNumbers>(new Dictionary<string, object?>
            {
                [nameof(ParkingNumbers.View)] = view,
                [nameof(ParkingNumbers.Language)] = language,
            })),
            ("as-of", view.At.InZone(_reads.Zone).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)),
        };
        foreach (var zone in view.Zones)
            parts.Add(("zone-" + zone.Zone, await _pages.RenderAsync<ParkingZone>(new Dictionary<string, object?>
            {
                [nameof(ParkingZone.Counts)] = zone,
                [nameof(ParkingZone.Bays)] = view.Bays.Where(bay => bay.Zone == zone.Zone).ToList(),
                [nameof(ParkingZone.Language)] = language,
            })));
        return parts;
    }

    private static CachedBody Bytes(string json) => new(Encoding.UTF8.GetBytes(json));

    [LoggerMessage(Level = LogLevel.Error, Message = "The parking board could not be made ({Problem}); again in half a minute.")]
    private partial void LogFailed(string problem);
}

/// <summary>The lot at one moment.</summary>
public sealed record ParkingView(DeviceId Lot, Instant At, IReadOnlyList<BayView> Bays, IReadOnlyList<ZoneCounts> Zones, int? Inside)
{
    public ZoneCounts All { get; } = ZoneCounts.Sum("", [.. Zones]);

    /// <summary>But for the time.</summary>
    internal bool IsSame(ParkingView other) => Inside == other.Inside && Bays.SequenceEqual(other.Bays);
}

/// <summary>One version of everything that is made of the lot.</summary>
public sealed record ParkingVersion(
    ParkingView View, CachedBody Summary, CachedBody Feed, IReadOnlyList<(string Name, string Html)> Zh, IReadOnlyList<(string Name, string Html)> En)
{
    public IReadOnlyList<(string Name, string Html)> Parts(Language language) => language.IsChinese ? Zh : En;
}
