using Estate.Domain.Devices;

namespace Estate.Web.Plan;

/// <summary>The plan as a page shows it.</summary>
/// <param name="Near">The chosen building; null: none.</param>
public sealed record PlanView(KeptPlan Kept, IReadOnlyList<PlanMark> Marks, IReadOnlyList<string> Buildings, string? Near)
{
    internal EstatePlan Plan => Kept.Plan;

    /// <summary>What can be had, near the chosen building or in the whole estate: summed up by what it is.</summary>
    internal IReadOnlyList<PlanOffer> Offers { get; init; } = [];

    internal bool IsEmpty => !Kept.IsDrawn && Marks.Count == 0;

    internal static PlanView Of(KeptPlan kept, IReadOnlyList<PlanMark> marks, DeviceNames names, string? near)
    {
        string? At(PlanMark mark) => names.PlaceOf(mark.Device).Building ?? kept.Plan.NearestTo(mark.Spot);
        var buildings = kept.Plan.Buildings.Select(one => one.Name).Concat(marks.Select(At).OfType<string>()).Distinct()
            .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).ToList();
        return new(kept, marks, buildings, near)
        {
            Offers = [.. marks.Where(mark => mark.Offer is not null && (near is null || At(mark) == near))
                .Select(mark => mark.Offer!).GroupBy(offer => offer.What).Select(Sum)],
        };
    }

    /// <summary>A price is said where it is the same everywhere.</summary>
    private static PlanOffer Sum(IGrouping<Text, PlanOffer> offers) => new(
        offers.Key,
        offers.Aggregate(default(DoubtfulCount), (sum, one) => new(
            sum.Number + one.Count.Number, sum.NotKnown + one.Count.NotKnown, sum.Total + one.Count.Total)),
        offers.Select(one => one.Price).Distinct().ToList() is [{ } price] ? price : null);
}
