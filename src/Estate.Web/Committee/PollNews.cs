using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Committee;

/// <summary>What is asked of the households, what waits for a second member, and how polls ended.</summary>
internal sealed class PollNews(PageContext page, PollReactor polls) : INewsSource
{
    public async Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since)
    {
        var (now, all) = (page.Reads.Clock.Now, await page.Loop.InspectAsync(_ => polls.Polls));
        return [.. all.Select(one => LineOf(one, who, now)).OfType<NewsLine>().Where(line => line.At is not { } at || at > since)];
    }

    private NewsLine? LineOf(PollStanding one, Caller? who, Instant now)
    {
        var (poll, href) = (one.Poll, "/polls#" + one.Poll.Id);
        if (one.Result is not null)
            return new(PollViews.ResultOf(one), href, poll.Closes);
        if (one.IsPending)
            return who?.Roles.Contains(Role.Committee) == true && SecondPerson.MayApprove(poll, who.Name) && poll.Closes > now
                ? new(new($"等您批准：居民打钩“{poll.Title.Zh}”", $"Waits for your approval: the poll \"{poll.Title.En}\""), "/committee/polls")
                : null;
        if (!one.IsApproved || !poll.IsOpenAt(now) || (who?.Household is { } household && one.HasTicked(household)))
            return null;
        var until = TimeText.Minute(poll.Closes, page.Reads.Zone);
        // Who works here and lives elsewhere has nothing to tick.
        return who is { Household: null }
            ? new(new($"居民打钩开始了：{poll.Title.Zh}", $"A poll is open: {poll.Title.En}"), href, poll.Opens)
            : new(new($"打钩：{poll.Title.Zh}（到 {until}）", $"Tick: {poll.Title.En} (until {until})"), href);
    }
}
