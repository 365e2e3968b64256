using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>What the committee asks of a period: who took part, and how much of the waste was sorted wet waste.</summary>
/// <param name="Participation">Households that sorted ÷ households, 0 to 1.</param>
/// <param name="WetShare">Wet waste ÷ all waste by weight, 0 to 1; null when nothing was weighed.</param>
public sealed record SortingStatistics(
    int Households, int Sorted, double Participation, double? WetShare, IReadOnlyDictionary<string, long> GramsByCategory)
{
    /// <summary>Fewer households than this are not told: they could be known.</summary>
    public const int FewestTold = 5;

    /// <summary>Wet ÷ wet and residual, as cities report it; null where neither was weighed.</summary>
    [JsonIgnore]
    public double? WetShareOfBoth => GramsOf(WasteCategory.Wet) + GramsOf(WasteCategory.Residual) is > 0 and var both
        ? (double)GramsOf(WasteCategory.Wet) / both : null;

    private long GramsOf(WasteCategory category) => GramsByCategory.GetValueOrDefault(WasteCategories.WordOf(category));

    public static SortingStatistics Of(PeriodTotals period, int households)
    {
        var grams = WasteCategories.All.Select(WasteCategories.WordOf)
            .ToDictionary(word => word, word => period.ByWhat.GetValueOrDefault(word).Amount);
        var total = grams.Values.Sum();
        double? wet = total == 0 ? null : (double)grams[WasteCategories.WordOf(WasteCategory.Wet)] / total;
        return new(households, period.Participants, (double)period.Participants / households, wet, grams);
    }
}
