using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.CallButtons;

/// <summary>The calls of a month: how many there were, and what became of the taxis. About nobody.</summary>
public sealed record CallCounts(YearMonth Month, long Helps, long Taxis, long PickedUp, long Cancelled, long NoShows)
{
    internal const string Help = "help", Taxi = "taxi";

    /// <summary>No car, or no answer.</summary>
    public long Failed { get; private init; }

    internal static string Of(TaxiStage stage) => "taxi_" + WireName.Of(stage);

    /// <param name="totals">Of whole months, in any order.</param>
    /// <returns>The newest month first.</returns>
    public static IReadOnlyList<CallCounts> ByMonth(IEnumerable<DayTotal> totals) =>
        [.. totals.Where(one => one.Device.Kind == CallButtonKind.KindName && one.Hour is null)
            .GroupBy(one => one.Day.ToYearMonth()).OrderByDescending(month => month.Key).Select(month =>
            {
                var counts = month.GroupBy(one => one.What).ToDictionary(what => what.Key, what => what.Sum(one => one.Total.Count));
                long Count(string what) => counts.GetValueOrDefault(what);
                return new CallCounts(
                    month.Key, Count(Help), Count(Taxi), Count(Of(TaxiStage.PickedUp)), Count(Of(TaxiStage.Cancelled)),
                    Count(Of(TaxiStage.NoShow)))
                { Failed = Count(Of(TaxiStage.NoneFree)) + Count(Of(TaxiStage.NoAnswer)) };
            })];
}
