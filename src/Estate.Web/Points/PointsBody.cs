using Estate.Domain.Points;
using Estate.Web.Shared;

namespace Estate.Web.Points;

internal sealed record PointsBody(
    string Household, long Balance, int SessionsToday, int SessionsLimit, int PointsPerRoll, IReadOnlyList<TransferBody> Transfers)
{
    internal static async Task<PointsBody> OfAsync(PageContext page, Ledger ledger, string household, int limit)
    {
        var view = await PointsView.OfAsync(page, ledger, household);
        return new(
            household, view.Balance, view.Today, view.Limit, view.Price,
            [.. page.Reads.Reader.Transfers(AccountId.Household(household), limit).Select(one => TransferBody.Of(one, household))]);
    }
}
