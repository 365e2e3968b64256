using Estate.Domain.Devices;

namespace Estate.Domain.Points;

/// <summary>What was decided about points, in a sentence.</summary>
internal static class PointsFactTexts
{
    internal static Text Of(PointsFact fact, NodaTime.DateTimeZone zone) => fact switch
    {
        AwardDecided one => Decided(one),
        CorrectionProposed one =>
            new($"{one.By} 提出给住户 {one.Household} 更正 {one.Points:+0;-0} 分：{one.Reason}",
            $"{one.By} proposed {one.Points:+0;-0} points for household {one.Household}: {one.Reason}"),
        CorrectionApproved one => new($"{one.By} 批准更正 {one.Proposal}", $"{one.By} approved the correction {one.Proposal}"),
        AwardsPutToReview one =>
            new($"住户 {one.Household} 的积分需要复核（{one.By}）：{one.Reason}",
            $"The points of household {one.Household} are to be looked at ({one.By}): {one.Reason}"),
        TransferDisputed one =>
            new($"住户 {one.Household} 对一笔积分有异议{(one.Words.Length > 0 ? "：" : "")}{one.Words}",
            $"Household {one.Household} asks about a movement of its points{(one.Words.Length > 0 ? ": " : "")}{one.Words}"),
        DisputeSettled one =>
            new($"{one.By} 答复住户 {one.Household}：{one.Outcome}", $"{one.By} answered household {one.Household}: {one.Outcome}"),
        PolicyProposed { Proposal: var one } => Policy($"{one.Author} 提议积分规则", $"{one.Author} proposed rules for points", one.Policy, zone),
        PolicyApproved one => new($"{one.By} 批准：{one.Notice.Zh}", $"{one.By} approved: {one.Notice.En}"),
        PolicyWithdrawn one => new($"{one.By} 撤回积分规则方案 {one.Proposal}", $"{one.By} withdrew the proposal {one.Proposal}"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    private static Text Policy(string zh, string en, AwardPolicy policy, NodaTime.DateTimeZone zone)
    {
        var words = PolicyTexts.Of(policy);
        return new(
            $"{zh}，{TimeText.Minute(policy.EffectiveFrom, zone)} 起：{words.Zh}",
            $"{en} from {TimeText.Minute(policy.EffectiveFrom, zone)}: {words.En}");
    }

    private static Text Decided(AwardDecided one)
    {
        var (result, grounds) = (
            one.Result == AwardResult.Awarded ? new("给分", "Points were awarded") : PointsAnswerTexts.NotAwarded(one.Result, null).Text,
            one.Grounds ?? Counted(one));
        return grounds is { } seen ? new($"{result.Zh}（{seen.Zh}）", $"{result.En} ({seen.En})") : result;
    }

    private static Text? Counted(AwardDecided one) => one.Slot is null ? null : new(
        $"时段 {one.Slot}，今日已计 {one.Today} 次，上限 {one.Limit} 次",
        $"time slot {one.Slot}, {one.Today} of at most {one.Limit} counted today");
}
