using Estate.Domain.Bins;
using Estate.Domain.Devices;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Bins;

public sealed class BinCollectionsTests
{
    private static readonly DeviceId Station = new("bins", "station-1");
    private static readonly EventTime Time = EventTime.Now(Instant.FromUtc(2026, 3, 2, 12, 0));

    [Fact]
    public void Full_bins_and_emptyings_below_half_are_counted_and_waste_is_not()
    {
        Fact[] facts =
        [
            new CompartmentFilledUp(Station, Time, WasteCategory.Wet, 0.93),
            new CompartmentEmptied(Station, Time, WasteCategory.Wet, 0.93, 0, true),
            new CompartmentEmptied(Station, Time, WasteCategory.Residual, 0.4, 0, false),
            new CompartmentEmptied(Station, Time, WasteCategory.Hazardous, null, null, true),
            new CompartmentHasRoom(Station, Time, WasteCategory.Wet, 0.1),
            new Deposited(Station, Time, "s", Time, "h1", WasteCategory.Wet, 500),
        ];
        var totals = facts.Select(fact => fact.Contribution).OfType<Contribution>()
            .Select(one => new DayTotal(new(2026, 3, 2), Station, one.What, null, new(1, one.Amount)));
        Assert.Equal(new BinCollections(1, 3, 1), BinCollections.Of(totals));
    }
}
