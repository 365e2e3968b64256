using Estate.Domain.Points;
using Estate.Web.Shared;

namespace Estate.Web.Points;

/// <summary>A household's points in four numbers.</summary>
public sealed record PointsView(long Balance, int Today, int Limit, int Price)
{
    /// <summary>It has the points for.</summary>
    public long Rolls => Balance / Price;

    internal static async Task<PointsView> OfAsync(PageContext page, Ledger ledger, string household)
    {
        var (programme, now) = (page.Reads.Model.Programme, page.Reads.Clock.Now);
        var policy = programme.Policies.At(now);
        return await page.Loop.InspectAsync(_ => new PointsView(
            ledger.BalanceOf(AccountId.Household(household)), programme.SessionsOn(page.Reads.Today, household, ledger),
            policy.SessionsPerDay, policy.PointsPerRoll));
    }
}
