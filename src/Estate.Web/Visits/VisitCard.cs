using Estate.Domain.Visits;
using Estate.Web.Committee;
using Estate.Web.Shared;

namespace Estate.Web.Visits;

/// <summary>Who makes visits, on the committee's first page; never to whom.</summary>
internal sealed class VisitCard(PageContext page, VisitReactor visits) : ICommitteeCardSource
{
    public async Task<CommitteeCard> FindAsync()
    {
        var (roster, pending) = await page.Loop.InspectAsync(_ => (visits.Roster, visits.Pending.Count));
        return new(VisitRosterEndpoints.Path, VisitViews.Heading, roster is null
            ? new("还没有名单。先定谁走访、谁保管记录", "Nobody is named. First name who makes visits, and who keeps the log")
            : new(
                $"{roster.Volunteers.Length} 名志愿者，{roster.Keeper} 保管记录",
                $"{roster.Volunteers.Length} volunteers; {roster.Keeper} keeps the log"),
            pending);
    }
}
