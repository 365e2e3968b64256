using Estate.Domain.Bins;

namespace Estate.Web.Bins;

/// <summary>A period as everybody is told it: of few households only that there are so few, which all the nulls say.</summary>
internal sealed record SortingBody(
    int Households, int? Sorted, double? Participation, double? WetShare, IReadOnlyDictionary<string, long>? GramsByCategory)
{
    internal static SortingBody Of(SortingStatistics period) => period.IsTold
        ? new(period.Households, period.Sorted, period.Participation, period.WetShare, period.GramsByCategory)
        : new(period.Households, null, null, null, null);
}
