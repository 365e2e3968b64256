using Estate.Domain.Devices;

namespace Estate.Domain.Points;

/// <summary>What residents read on the station's display. Short, plain, no codes.</summary>
internal static class PointsAnswerTexts
{
    internal static Answer Welcome() => new(AwardResult.Welcome, new("请投放", "Please put in your waste"), []);

    internal static Answer Awarded(int points, int today, int limit, long balance) => new(
        AwardResult.Awarded,
        new($"+{points} 分，今日第 {today}/{limit} 次，共 {balance} 分", $"+{points}, {today} of {limit} today, balance {balance}"),
        [("points", points), ("sessions_today", today), ("sessions_limit", limit), ("balance", (int)balance)]);

    internal static Answer NotAwarded(string result, long? balance) => new(
        result,
        result switch
        {
            AwardResult.AlreadyAwarded => new("本时段已积分，谢谢", "Already counted in this time slot, thank you"),
            AwardResult.DailyLimit => new("今日积分已满，谢谢", "All points for today are counted, thank you"),
            AwardResult.OutsideWindow => new("现在不是投放时间", "Not a disposal time now"),
            AwardResult.UnknownCard => new("此卡未登记，请到物业办理", "Card not known, please ask the property office"),
            AwardResult.Blocked => new("此卡已停用，请到物业办理", "Card is blocked, please ask the property office"),
            AwardResult.TooLight => new("请先投放垃圾", "Please put in your waste first"),
            _ => new("已记录，积分稍后确认", "Recorded, points will be confirmed later"),
        },
        balance is { } known ? [("points", 0), ("balance", (int)known)] : [("points", 0)]);

    internal static Answer Done(string result, Text text, long balance, string? id = null) =>
        new(result, text, [("balance", (int)balance)]) { Detail = id };
}
