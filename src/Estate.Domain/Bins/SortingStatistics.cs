using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>What the committee asks of a period: who took part, and how much of the waste was sorted wet waste.</summary>
/// <param name="Participation">Households that sorted ÷ households, 0 to 1.</param>
/// <param name="WetShare">Wet ÷ wet and dry waste by weight, 0 to 1, as the city reports it; null when neither was weighed.</param>
public sealed record SortingStatistics(
    int Households, int Sorted, double Participation, double? WetShare, IReadOnlyDictionary<string, long> GramsByCategory)
{
    /// <summary>What everybody may know.</summary>
    public bool IsTold => Sorted >= DisclosureControl.MinimumCount;

    public static SortingStatistics Of(PeriodTotals period, int households)
    {
        var grams = WasteCategories.All.Select(WasteCategories.WordOf)
            .ToDictionary(word => word, word => period.ByWhat.GetValueOrDefault(word).Amount);
        var (wet, dry) = (grams[WasteCategories.WordOf(WasteCategory.Wet)], grams[WasteCategories.WordOf(WasteCategory.Residual)]);
        double? share = wet + dry == 0 ? null : (double)wet / (wet + dry);
        return new(households, period.Participants, (double)period.Participants / households, share, grams);
    }
}
