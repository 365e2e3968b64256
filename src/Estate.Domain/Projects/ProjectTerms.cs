using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Projects;

/// <summary>What a project, a meeting and a reason must be like.</summary>
internal static class ProjectTerms
{
    private const int MaxTitle = 60, MaxText = 2_000, MaxMinutes = 4_000, MaxReason = 200, MaxAttendance = 100_000, MaxDaysAhead = 1_100;

    internal static (string Reason, Text Text)? Problem(Project project, ClockReading now) =>
        CommitteeTerms.ClockProblem(now) ?? (FirstError(project, now.At) is { } mistake ? ("bad_project", mistake) : null);

    internal static (string Reason, Text Text)? Problem(Meeting meeting, ClockReading now) =>
        CommitteeTerms.ClockProblem(now) ?? (FirstError(meeting, now.At) is { } mistake ? ("bad_meeting", mistake) : null);

    internal static (string Reason, Text Text)? ReasonProblem(string reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason
            ? ("reason_needed", new($"请写明原因，最多 {MaxReason} 字", $"give a reason of at most {MaxReason} letters"))
            : null;

    internal static (string Reason, Text Text)? OutcomeProblem(Text outcome) =>
        string.IsNullOrWhiteSpace(outcome.Zh) || outcome.Zh.Length > MaxText
            ? ("outcome_needed", new($"请写明做了什么，最多 {MaxText} 字", $"say what was done, in at most {MaxText} letters"))
            : null;

    private static Text? FirstError(Project one, Instant now) =>
        string.IsNullOrWhiteSpace(one.Title.Zh) || one.Title.Zh.Length > MaxTitle
            ? new($"要有名称，最多 {MaxTitle} 字", $"it needs a title of at most {MaxTitle} letters")
        : string.IsNullOrWhiteSpace(one.Idea.Zh) || one.Idea.Zh.Length > MaxText
            ? new($"要有初步设想，最多 {MaxText} 字", $"it needs a first idea of at most {MaxText} letters")
        : one.Due <= now.InUtc().Date || one.Due > now.InUtc().Date.PlusDays(MaxDaysAhead)
            ? new("完成日期要在将来三年之内", "the day by which it is done lies within the next three years")
        : null;

    private static Text? FirstError(Meeting one, Instant now) =>
        string.IsNullOrWhiteSpace(one.Minutes.Zh) || one.Minutes.Zh.Length > MaxMinutes
            ? new($"要有会议记录，最多 {MaxMinutes} 字", $"it needs minutes of at most {MaxMinutes} letters")
        : one.Attendance is < 1 or > MaxAttendance ? new($"参加人数在 1 到 {MaxAttendance} 之间", $"1 to {MaxAttendance} people were there")
        : one.On > now.InUtc().Date.PlusDays(1) ? new("开过会再登记", "record it once it was held")
        : one.Resolution.Length > MaxReason ? new($"决议编号最多 {MaxReason} 字", $"the decision's number has at most {MaxReason} letters")
        : null;
}
