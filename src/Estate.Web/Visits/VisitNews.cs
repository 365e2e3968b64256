using Estate.Domain.Visits;
using Estate.Gateway.People;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Visits;

/// <summary>For volunteers: visits that are due. A count, no household: others may look over a shoulder.</summary>
internal sealed class VisitNews(PageContext page, VisitReactor visits) : INewsSource
{
    public async Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since)
    {
        if (who?.Person is null)
            return [];
        var today = page.Reads.Today;
        var due = await page.Loop.InspectAsync(_ => visits.VisibleTo(who.Name)
            .GroupBy(one => one.Household).Count(one => one.MaxBy(visit => visit.On)!.Next <= today));
        return due == 0 ? [] : [new(new($"{due} 户该再去走访了", $"{due} households are due for a visit"), VisitEndpoints.Path)];
    }
}
