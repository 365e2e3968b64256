using Estate.Domain.Notices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Notices;

/// <summary>New notices, on the first pages of those who work here; everybody's front page shows all that hold.</summary>
internal sealed class NoticeNews(PageContext page, NoticeReactor notices) : INewsSource
{
    public async Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since)
    {
        if (who?.Roles.Any(role => role != Role.Resident) != true)
            return [];
        var now = page.Reads.Clock.Now;
        return [.. (await page.Loop.InspectAsync(_ => notices.All)).Where(one => one.IsShownAt(now) && one.Notice.From > since)
            .Select(one => new NewsLine(
                new($"通知：{one.Notice.Title.Zh}", $"Notice: {one.Notice.Title.En}"), "/notices/" + one.Notice.Id, one.Notice.From))];
    }
}
