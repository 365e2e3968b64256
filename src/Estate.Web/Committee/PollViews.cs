using Estate.Domain.Devices;
using Estate.Domain.People;
using NodaTime;

namespace Estate.Web.Committee;

/// <summary>Polls in words.</summary>
internal static class PollViews
{
    /// <summary>The published result, with counts.</summary>
    internal static Text ResultOf(PollStanding one)
    {
        var (counts, words) = (one.Result!.Counts, PollTexts.Of(one.Result));
        return new(
            $"居民打钩“{one.Poll.Title.Zh}”：{string.Join("，", one.Poll.Options.Select((option, index) => $"{option.Zh} {counts[index]} 户"))}。"
                + $"{words.Zh}。",
            $"Poll \"{one.Poll.Title.En}\": "
                + $"{string.Join(", ", one.Poll.Options.Select((option, index) => $"{option.En} {counts[index]}"))}; {words.En}.");
    }

    internal static Text StateOf(PollStanding one, Instant now) => one.IsWithdrawn ? new("已撤回", "withdrawn")
        : one.Result is not null ? new("已结束", "over")
        : !one.IsApproved ? new("等另一位委员批准", "another member must approve")
        : one.Poll.IsOpenAt(now) ? new($"进行中，已有 {one.Turnout} 户", $"open, {one.Turnout} so far")
        : one.Poll.Opens > now ? new("还没开始", "not open yet") : new("正在结束", "ending");
}
