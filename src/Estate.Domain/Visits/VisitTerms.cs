using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Visits;

/// <summary>What a roster and a visit must be like.</summary>
internal static class VisitTerms
{
    private const int MaxWords = 500, MostVolunteers = 100, MaxName = 64, MostDaysAhead = 400, OldestDays = 92;

    internal static (string Reason, Text Text)? Problem(VisitRoster roster) =>
        string.IsNullOrWhiteSpace(roster.Keeper) || roster.Keeper.Length > MaxName
            ? ("keeper_needed", new("请写明由谁保管走访记录（账号名）", "name the account that keeps the log"))
        : roster.Volunteers.Length is 0 or > MostVolunteers
            || roster.Volunteers.Any(one => string.IsNullOrWhiteSpace(one.Name) || one.Name.Length > MaxName)
            || roster.Volunteers.Select(one => one.Name.ToUpperInvariant()).Distinct().Count() != roster.Volunteers.Length
            ? ("volunteers_needed", new(
                $"写 1 到 {MostVolunteers} 个不同的志愿者账号名", $"name 1 to {MostVolunteers} different accounts of volunteers"))
        : null;

    /// <param name="knows">Whether there is such a household.</param>
    internal static (string Reason, Text Text)? Problem(NoteVisit visit, ClockReading now, Func<string, bool> knows) =>
        CommitteeTerms.ClockProblem(now)
        ?? (visit.Consent == VisitConsent.None || !Enum.IsDefined(visit.Consent)
            ? ("no_consent", new("住户没有同意，不能记录", "the household has not agreed, so that nothing may be noted"))
        : !knows(visit.Household) ? ("no_such_household", new("没有登记这户", "This household is not registered"))
        : !Enum.IsDefined(visit.Purpose) ? ("purpose_needed", new("请选走访目的", "choose what the visit was for"))
        : visit.Words.Length > MaxWords ? ("too_many_words", new($"最多写 {MaxWords} 字", $"at most {MaxWords} letters"))
        : visit.On > Today(now) || visit.On < Today(now).PlusDays(-OldestDays)
            ? ("bad_date", new($"走访日期在最近 {OldestDays} 天之内", $"the visit was within the last {OldestDays} days"))
        : visit.Next is { } next && (next <= visit.On || next > Today(now).PlusDays(MostDaysAhead))
            ? ("bad_next", new($"下次日期要在走访之后，{MostDaysAhead} 天之内", $"the next one is after it, within {MostDaysAhead} days"))
        : null);

    /// <summary>Wherever the estate lies, its day is no further than this.</summary>
    private static LocalDate Today(ClockReading now) => now.At.InUtc().Date.PlusDays(1);
}
