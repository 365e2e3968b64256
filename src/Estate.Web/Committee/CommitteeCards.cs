using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.Notices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Web.Gate;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Committee;

/// <summary>What waits behind each card of the committee's first page.</summary>
internal sealed class CommitteeCards(
    PageContext page, PointsReactor points, PollReactor polls, NoticeReactor notices, IEnumerable<ICommitteeCardSource> others)
{
    /// <param name="gates">Those whose cards are shown, before all others.</param>
    internal async Task<IReadOnlyList<CommitteeCard>> AllAsync(
        IReadOnlyList<DeviceId> gates, IReadOnlyList<(Instant At, Text Text)> decided)
    {
        var (reads, cards) = (page.Reads, new List<CommitteeCard>());
        foreach (var gate in gates)
            cards.Add(await OfGateAsync(page, gate));
        var (open, asked, told) = await page.Loop.InspectAsync(_ => (points.OpenPolicies, polls.Polls, notices.All));
        cards.AddRange([OfPoints(reads, open), OfPolls(reads, asked)]);
        foreach (var other in others)
            cards.Add(await other.FindAsync());
        return [.. cards, OfNotices(reads, told), OfDecisions(reads, decided)];
    }

    private static CommitteeCard OfNotices(PageReads reads, IReadOnlyList<NoticeStanding> notices)
    {
        var (now, title) = (reads.Clock.Now, new Text("通知", "Notices"));
        var shown = notices.Where(one => one.IsShownAt(now)).ToList();
        var said = shown switch
        {
            [] => new Text("现在没有显示的。可以写给居民看", "None is shown. Here you write to the residents"),
            [var one] => new($"正在显示“{one.Notice.Title.Zh}”", $"\"{one.Notice.Title.En}\" is shown"),
            _ => new($"正在显示 {shown.Count} 条", $"{shown.Count} are shown"),
        };
        return new("/committee/notices", title, said);
    }

    private static async Task<CommitteeCard> OfGateAsync(PageContext page, DeviceId gate)
    {
        var (href, name) = ($"/committee/hours/{Uri.EscapeDataString(gate.Name)}", page.Reads.Names.Of(gate));
        var title = new Text($"{name.Zh}的通行时间", $"Hours of the gate: {name.En}");
        if (await GatePageEndpoints.StateAsync(page.Loop, gate.Name) is not { } state)
            return new(href, title, default);
        var now = page.Reads.Clock.Now;
        var weekly = GateTexts.Weekly(state.Versions.At(now));
        var coming = state.Versions.Count(version => version.EffectiveFrom > now);
        return new(
            href, title,
            coming == 0 ? weekly : new($"{weekly.Zh}。已定 {coming} 个新方案", $"{weekly.En}. {coming} decided for later"), state.Proposals.Length)
        {
            IsGate = true,
        };
    }

    private static CommitteeCard OfPoints(PageReads reads, IReadOnlyList<PolicyProposal> open) => new(
        "/committee/points", new("积分规则", "Rules for points"), PolicyTexts.Of(reads.Model.Programme.Policies.At(reads.Clock.Now)),
        open.Count);

    private static CommitteeCard OfPolls(PageReads reads, IReadOnlyList<PollStanding> polls)
    {
        var (now, title) = (reads.Clock.Now, new Text("居民打钩", "Residents' tick"));
        var open = polls.Where(one => one.IsApproved && one.Result is null && one.Poll.IsOpenAt(now)).ToList();
        var said = open switch
        {
            [] => new Text("现在没有进行中的。可以问居民一件事", "None is open. Here you ask the households"),
            [var one] => new($"“{one.Poll.Title.Zh}”：已有 {one.Turnout} 户", $"\"{one.Poll.Title.En}\": {one.Turnout} so far"),
            _ => new(
                $"{open.Count} 个进行中，已有 {open.Sum(one => one.Turnout)} 户次",
                $"{open.Count} are open, {open.Sum(one => one.Turnout)} ticks"),
        };
        return new("/committee/polls", title, said, polls.Count(one => one.IsPending && one.Poll.Closes > now));
    }

    private static CommitteeCard OfDecisions(PageReads reads, IReadOnlyList<(Instant At, Text Text)> decided)
    {
        var title = new Text("已公布的决定", "Published decisions");
        if (decided is not [var (at, text), ..])
            return new("/decisions", title, new("还没有。批准的方案会列在这里，居民都看得到", "None yet. What is approved stands here for everybody"));
        var when = TimeText.Minute(at, reads.Zone);
        return new("/decisions", title, new($"最近（{when}）：{text.Zh}", $"The last, of {when}: {text.En}"));
    }
}
