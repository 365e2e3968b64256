using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Parking;

/// <summary>The lot as all readers see it.</summary>
internal sealed class ParkingBoard : LiveBoard<ParkingVersion>
{
    /// <summary>Eight weeks of quarter hours.</summary>
    private const int CountsKept = 56 * 96;

    private readonly EstateLoop _loop;
    private readonly ParkingFragments _parts;
    private readonly PageReads _reads;
    private (object Sensors, object Closings, object Placements, object Stuck, int? Inside) _pieces;
    private readonly BayCensus _census = new();
    private UsualWeek? _usual;
    private Instant? _learnedFrom;

    public ParkingBoard(LiveFeed feed, EstateLoop loop, PageRenderer pages, PageReads reads)
        : base(feed, reads.Clock.Time)
    {
        (_loop, _parts, _reads) = (loop, new(pages, reads.Zone), reads);
        Lot = reads.Model.Inventory.Select(one => (DeviceId?)one.Device).FirstOrDefault(device => device!.Value.Kind == LotKind.KindName);
    }

    /// <summary>The car park of this estate; null where there is none.</summary>
    internal DeviceId? Lot { get; }

    protected override TimeSpan AtMostEvery => TimeSpan.FromMilliseconds(100);

    protected override bool Concerns(DeviceId device) => device.Kind is BaySensorKind.KindName or LotKind.KindName;

    protected override async Task<ParkingVersion?> MakeAsync()
    {
        if (Lot is not { } lot)
            return null;
        var state = (LotState)(await _loop.InspectAsync(machine => machine.StateOf(lot)))!;
        var now = _reads.Clock.Now;
        // Most of what sensors say is that nothing changed: the state is then made of the same pieces.
        var pieces = (state.Sensors, state.Closings, state.Placements, state.Stuck, state.Inside);
        if (Current is { } before && _pieces.Equals(pieces) && (now - before.View.At).ToTimeSpan() < AtLeastEvery)
            return null;
        _pieces = pieces;
        // Many read the page, and a count comes four times an hour.
        if (_usual is null || state.CountedAt != _learnedFrom)
            (_usual, _learnedFrom) = (Learn(lot, now), state.CountedAt);
        var view = ParkingView.Of(lot, now, state, _census, Current?.View);
        return new(
            view, _usual, await _parts.MakeAsync(view, new Language(true)), await _parts.MakeAsync(view, new Language(false)),
            Current?.Number);
    }

    private UsualWeek Learn(DeviceId lot, Instant now) =>
        UsualWeek.Learn(
            _reads.Reader.FactsOf<LotCounted>(lot, CountsKept).Where(fact => now - fact.Time.At < UsualWeek.Remembers), _reads.Zone);
}
