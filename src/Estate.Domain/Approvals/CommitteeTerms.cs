using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Approvals;

/// <summary>What every proposal of the committee has to name: the resolution that it rests on, and from when it shall hold.</summary>
internal static class CommitteeTerms
{
    private const int MaxText = 200;

    /// <summary>A slip of the pen must not hold for decades.</summary>
    private const int MaxDaysAhead = 400;

    internal static (string Reason, Text Text)? ClockProblem(ClockReading now) => now.Clock == ClockTrust.Unknown
        ? ("clock_unknown", new("时钟未校准，暂不能决定", "the clock is not set, so that nothing can be decided for a time"))
        : null;

    internal static (string Reason, Text Text)? ResolutionProblem(string resolution) =>
        string.IsNullOrWhiteSpace(resolution) || resolution.Length > MaxText
            ? ("resolution_needed", new("请填写业委会决议编号", "name the committee's resolution"))
            : null;

    internal static (string Reason, Text Text)? TimeProblem(LocalDateTime effectiveFrom, DateTimeZone zone, ClockReading now) =>
        ClockProblem(now) ?? (effectiveFrom.Date > now.At.InZone(zone).Date.PlusDays(MaxDaysAhead)
            ? ("effective_too_far", new($"生效时间最多在 {MaxDaysAhead} 天之内", $"the effective time is at most {MaxDaysAhead} days ahead"))
        : effectiveFrom.InZoneLeniently(zone).ToInstant() <= now.At
            ? ("effective_in_the_past", new("生效时间必须在将来：方案不能追溯", "the effective time must be in the future: nothing is changed backwards"))
        : null);
}
