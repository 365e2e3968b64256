using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>What the committee asks of a period: who took part, and how much of the waste was sorted wet waste.</summary>
/// <param name="Participation">Households that sorted ÷ households, 0 to 1.</param>
/// <param name="WetShare">Wet waste ÷ all waste by weight, 0 to 1; null when nothing was weighed.</param>
public sealed record SortingStatistics(
    int Households, int Sorted, double Participation, double? WetShare, IReadOnlyDictionary<string, long> GramsByCategory)
{
    public static SortingStatistics Of(IEnumerable<Fact> facts, int households)
    {
        var sorted = new HashSet<string>();
        var grams = WasteCategories.All.ToDictionary(WasteCategories.WordOf, _ => 0L);
        foreach (var fact in facts)
            switch (fact)
            {
                case Deposited deposit:
                    grams[WasteCategories.WordOf(deposit.Category)] += deposit.Grams;
                    if (deposit.Household is { } household)
                        sorted.Add(household);
                    break;
                // Nobody's waste is waste all the same.
                case DepositUnclaimed unclaimed:
                    grams[WasteCategories.WordOf(unclaimed.Category)] += unclaimed.Grams;
                    break;
            }
        var total = grams.Values.Sum();
        double? wet = total == 0 ? null : (double)grams[WasteCategories.WordOf(WasteCategory.Wet)] / total;
        return new(households, sorted.Count, (double)sorted.Count / households, wet, grams);
    }
}
