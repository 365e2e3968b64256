using Estate.Domain.DistrictProposals;
using Estate.Web.Committee;
using Estate.Web.Shared;

namespace Estate.Web.Proposals;

/// <summary>What the district proposes, on the committee's first page.</summary>
internal sealed class ProposalCard(PageContext page, DistrictProposalReactor proposals) : ICommitteeCardSource
{
    public async Task<CommitteeCard> FindAsync()
    {
        var now = page.Reads.Clock.Now;
        var open = await page.Loop.InspectAsync(_ => proposals.All.Count(one => !one.Proposal.IsFile && one.IsOpenAt(now)));
        return new(ProposalEndpoints.Path, ProposalViews.Heading, open == 0
            ? new("没有等答复的。区里的建议由业委会决定", "None waits for an answer. The committee decides on what the district proposes")
            : new($"{open} 条等答复", open == 1 ? "One waits for an answer" : $"{open} wait for an answer"));
    }
}
