using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>The points' rules as people read them.</summary>
public static class PolicyTexts
{
    /// <summary>What holds, in a sentence.</summary>
    public static Text Of(AwardPolicy policy)
    {
        var windows = string.Join(", ", policy.Windows);
        return new(
            $"投放时段 {windows.Replace(", ", "、", StringComparison.Ordinal)}；每次 {policy.PointsPerSession} 分，每天最多 {policy.SessionsPerDay} 次；"
                + $"{policy.PointsPerRoll} 分换一卷垃圾袋；少于 {policy.MinGrams} 克不计",
            $"open {windows}; {policy.PointsPerSession} points a session, at most {policy.SessionsPerDay} a day; {policy.PointsPerRoll} "
                + $"points for a roll of bags; less than {policy.MinGrams} g does not count");
    }

    /// <summary>As published.</summary>
    public static Text Notice(AwardPolicy policy, string resolution, DateTimeZone zone)
    {
        var (words, from) = (Of(policy), TimeText.Minute(policy.EffectiveFrom, zone));
        return new(
            $"积分规则第 {policy.Version} 版，{from} 起执行（决议 {resolution}）：{words.Zh}。",
            $"Points rules, version {policy.Version}, from {from} (resolution {resolution}): {words.En}.");
    }
}
