using Estate.Domain.Devices;
using Estate.Domain.People;
using NodaTime;

namespace Estate.Web.Committee;

/// <summary>Polls in words.</summary>
internal static class PollViews
{
    /// <summary>Of projects nothing is said where fewer than five took part.</summary>
    internal static bool HasCounts(PollStanding one) =>
        one.Result is { } result && (one.Poll.Kind == PollKind.Question || result.Turnout >= Poll.FewestShown);

    /// <summary>The published result, with counts.</summary>
    internal static Text ResultOf(PollStanding one)
    {
        var words = EndOf(one.Poll, one.Result!);
        if (!HasCounts(one))
            return new($"居民打钩“{one.Poll.Title.Zh}”：{words.Zh}。", $"Poll \"{one.Poll.Title.En}\": {words.En}.");
        var counts = one.Result!.Counts;
        return new(
            $"居民打钩“{one.Poll.Title.Zh}”：{string.Join("，", one.Poll.Options.Select((option, index) => $"{option.Zh} {counts[index]} 户"))}。"
                + $"{words.Zh}。",
            $"Poll \"{one.Poll.Title.En}\": "
                + $"{string.Join(", ", one.Poll.Options.Select((option, index) => $"{option.En} {counts[index]}"))}; {words.En}.");
    }

    private static Text EndOf(Poll poll, PollResult result)
    {
        if (poll.Kind == PollKind.Question)
            return PollTexts.Of(result);
        var turnout = new Text(
            $"{result.Households} 户中 {result.Turnout} 户参与", $"{result.Turnout} of {result.Households} households took part");
        return result.Turnout < Math.Max(poll.Quorum, Poll.FewestShown)
            ? new($"{turnout.Zh}，参与太少，不算数", $"{turnout.En}, too few for it to count")
            : poll.Kind != PollKind.Satisfaction ? turnout
            : result.IsAccepted
            ? new($"{turnout.Zh}，达到 {poll.SatisfiedShare}% 满意", $"{turnout.En}; {poll.SatisfiedShare}% or more are satisfied")
            : new($"{turnout.Zh}，不到 {poll.SatisfiedShare}% 满意，回到清单",
                $"{turnout.En}; fewer than {poll.SatisfiedShare}% are satisfied: it goes back on the list");
    }

    internal static Text StateOf(PollStanding one, Instant now) => one.IsWithdrawn ? new("已撤回", "withdrawn")
        : one.Result is not null ? new("已结束", "over")
        : !one.IsApproved ? new("等另一位委员批准", "another member must approve")
        : one.Poll.IsOpenAt(now) ? new($"进行中，已有 {one.Turnout} 户", $"open, {one.Turnout} so far")
        : one.Poll.Opens > now ? new("还没开始", "not open yet") : new("正在结束", "ending");
}
