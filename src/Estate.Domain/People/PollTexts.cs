using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.People;

/// <summary>Polls in sentences.</summary>
public static class PollTexts
{
    internal static Text Of(PollFact fact, DateTimeZone zone) => fact switch
    {
        PollProposed { Content: var poll } => new(
            $"{poll.Author} 提议居民打钩“{poll.Title.Zh}”，{TimeText.Minute(poll.Opens, zone)} 到 {TimeText.Minute(poll.Closes, zone)}",
            $"{poll.Author} proposed the poll \"{poll.Title.En}\", {TimeText.Minute(poll.Opens, zone)} to "
                + $"{TimeText.Minute(poll.Closes, zone)}"),
        PollApproved one => new($"{one.By} 批准了居民打钩", $"{one.By} approved the poll"),
        PollWithdrawn one => new($"{one.By} 撤回了居民打钩", $"{one.By} withdrew the poll"),
        HouseholdTicked one => new($"一户打了钩（{ChannelOf(one.Channel)}）", $"a household ticked ({one.Channel})"),
        TickUndone => new("一户撤回了打的钩", "a household took its tick back"),
        PollClosed one => Of(one.Result),
        PollDrafted one => new($"通过的方案已交业委会起草（{one.Proposal}）", $"what was accepted lies before the committee as a draft ({one.Proposal})"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    private static string ChannelOf(string channel) => channel switch
    {
        "card" => "刷卡",
        "desk" => "纸票",
        _ => "手机",
    };

    /// <summary>Turnout and whether it was accepted.</summary>
    public static Text Of(PollResult result) => new(
        $"打钩结束：{result.Households} 户中 {result.Turnout} 户参与，{(result.IsAccepted ? "通过" : "未通过")}",
        $"the poll is over: {result.Turnout} of {result.Households} households took part, "
            + $"{(result.IsAccepted ? "accepted" : "not accepted")}");
}
