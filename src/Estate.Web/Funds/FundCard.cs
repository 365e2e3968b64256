using Estate.Domain.Funds;
using Estate.Web.Committee;
using Estate.Web.Shared;

namespace Estate.Web.Funds;

/// <summary>The common income, on the committee's first page.</summary>
internal sealed class FundCard(PageContext page, FundReactor funds) : ICommitteeCardSource
{
    public async Task<CommitteeCard> FindAsync()
    {
        var (published, pending) = await page.Loop.InspectAsync(_ => (funds.Published, funds.Pending.Count));
        return new(FundDeskEndpoints.Path, FundViews.Heading, published is not [var newest, ..]
            ? new("还没有公布过。每季度在这里导入一张表", "Nothing is published. Here you import a table each quarter")
            : new(
                $"{newest.Quarter} 期末余额 {FundTerms.Yuan(newest.ClosingCents)} 元",
                $"{newest.Quarter} ended with {FundTerms.Yuan(newest.ClosingCents)} yuan"), pending);
    }
}
