using Estate.Domain.Bins;
using Estate.Web.Gate;
using NodaTime;

namespace Estate.Web.Committee;

internal sealed record WeekRow(string From, int Households, double Participation, double? WetShare, long Grams)
{
    internal static WeekRow Of(LocalDate first, SortingStatistics one) =>
        new(GateViews.Iso(first), one.Sorted, Math.Round(one.Participation, 4), one.WetShare is { } wet ? Math.Round(wet, 4) : null,
        one.GramsByCategory.Values.Sum());
}
