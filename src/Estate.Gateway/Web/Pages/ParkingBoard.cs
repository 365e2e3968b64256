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

    /// <summary>Eight weeks of quarter hours.</summary>
    private const int CountsKept = 56 * 96;

    private readonly LiveFeed _feed;
    private readonly EstateLoop _loop;
    private readonly ParkingParts _parts;
    private readonly PageReads _reads;
    private readonly ILogger<ParkingBoard> _log;
    private (object Sensors, object Closings, object Placements, object Stuck, int? Inside) _pieces;
    private UsualWeek? _usual;
    private Instant? _learnedFrom;
    private TaskCompletionSource<ParkingVersion> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ParkingBoard(LiveFeed feed, EstateLoop loop, PageRenderer pages, PageReads reads, ILogger<ParkingBoard> log)
    {
        (_feed, _loop, _parts, _reads, _log) = (feed, loop, new(pages, reads.Zone), reads, log);
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
        var now = _reads.Clock.Now;
        // Most of what sensors say is that nothing changed: the state is then made of the same pieces.
        var pieces = (state.Sensors, state.Closings, state.Placements, state.Stuck, state.Inside);
        if (Current is { } before && _pieces.Equals(pieces) && (now - before.View.At).ToTimeSpan() < AtLeastEvery)
            return;
        _pieces = pieces;
        // Many read the page, and a count comes four times an hour.
        if (_usual is null || state.CountedAt != _learnedFrom)
            (_usual, _learnedFrom) = (Learn(lot, now), state.CountedAt);
        var view = ParkingView.Of(lot, now, state);
        var version = new ParkingVersion(
            view, _usual, await _parts.MakeAsync(view, new Language(true), Current), await _parts.MakeAsync(view, new Language(false), Current), Current);
        Current = version;
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult(version);
    }

    private UsualWeek Learn(DeviceId lot, Instant now) =>
        UsualWeek.Learn(_reads.Reader.FactsOf<LotCounted>(lot, CountsKept).Where(fact => now - fact.Time.At < UsualWeek.Remembers), _reads.Zone);

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

    [LoggerMessage(Level = LogLevel.Error, Message = "The parking board could not be made ({Problem}); again in half a minute.")]
    private partial void LogFailed(string problem);
}

/// <summary>The lot at one moment; <paramref name="Rows"/> are the map's pieces by name.</summary>
public sealed record ParkingView(
    DeviceId Lot, Instant At, IReadOnlyList<BayView> Bays, IReadOnlyList<ZoneCounts> Zones, int? Inside, IReadOnlyDictionary<string, BayView[]> Rows)
{
    public ZoneCounts All { get; } = ZoneCounts.Sum("", [.. Zones]);

    internal static ParkingView Of(DeviceId lot, Instant now, LotState state)
    {
        var bays = state.Bays();
        var rows = bays.GroupBy(bay => bay.Zone).OrderBy(zone => zone.Key, StringComparer.Ordinal)
            .SelectMany(zone => zone.Chunk(ParkingRow.PerRow).Select((row, index) => (Name: RowName(zone.Key, index), Bays: row)));
        return new(lot, now, bays, LotBays.Count(bays), state.Inside, new OrderedDictionary<string, BayView[]>(rows.Select(row => KeyValuePair.Create(row.Name, row.Bays))));
    }

    /// <summary>Names of a zone's rows, in order.</summary>
    public IEnumerable<string> RowsOf(string zone) => Rows.Where(row => row.Value[0].Zone == zone).Select(row => row.Key);

    private static string RowName(string zone, int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"row-{zone}-{index}");
}

