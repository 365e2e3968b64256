namespace Estate.Adapters.Storage.Privacy;

/// <summary>
/// One kind of record: which rows are due after so many days, by SQL over <c>@cutoff</c> (and <c>@kept</c>, <c>@living</c>), and what
/// becomes of them.
/// </summary>
/// <param name="Key">Of the table.</param>
internal sealed record RetentionRule(string Name, string Table, string Key, int Days, string Due)
{
    /// <summary>What stands where somebody's name or card was.</summary>
    internal const string Gone = "erased";
    internal const string GoneCard = "erased-card";

    /// <summary>By the names of the rules: after how many days each kind of record goes; also names in the audit and in totals.</summary>
    internal static IReadOnlyDictionary<string, int> DaysByName(RetentionPolicy policy) =>
        All(policy).Select(rule => (rule.Name, rule.Days)).Append((Retention.NamesInAudit, policy.AuditDays))
            .Append((Totals.DailyReturns.Name, policy.HouseholdsDays)).ToDictionary();

    /// <summary>For bodies that stay without somebody in them; null: the row is deleted.</summary>
    internal Func<string, StoredString, string>? Change { get; init; }

    internal static IReadOnlyList<RetentionRule> All(RetentionPolicy policy) =>
    [
        InJournal("cards_in_journal", policy.CardsDays, PersonalMember.Card),
        // Of what still stands, such as a permit, the household is known as long as it does.
        new("people_in_journal", "fact_as_kept", "n", policy.HouseholdsDays,
            $$"""
            received < @cutoff AND {{PersonalMembers.IsIn(PersonalMember.Household)}}
            AND NOT (
                type IN (SELECT value FROM json_each(@kept)) AND EXISTS (
                    SELECT 1 FROM json_each(@living) WHERE instr(body, '"household":' || value)))
            """)
        {
            Change = (slice, word) => PersonalMembers.Of(slice, word.Key) == PersonalMember.Household ? Gone
                : word.Household is not null && PersonalMembers.IsTheirOwnWords(slice, word.Key) ? "" : word.Value,
        },
        InJournal("names_in_journal", policy.AuditDays, PersonalMember.Name),
        new("alerts", "alert", "id", policy.AlertsDays, "closed < @cutoff"),
        new("deliveries", "outbox", "n", policy.DeliveriesDays, "settled < @cutoff"),
        new("refused_messages", "reject", "slot", policy.RefusedDays, "at < @cutoff"),
        new("damaged_rows", "damaged_row", "n", policy.RefusedDays, "at < @cutoff"),
        new("one_time_codes", "invitation", "code", policy.CodesDays, "expires < @cutoff"),
        new("logins", "session", "id", 0, "expires < @cutoff"),
    ];

    private static RetentionRule InJournal(string name, int days, PersonalMember kind) =>
        new(name, "fact_as_kept", "n", days, $"received < @cutoff AND {PersonalMembers.IsIn(kind)}")
        {
            Change = (slice, word) => PersonalMembers.Of(slice, word.Key) == kind ? PersonalMembers.GoneOf(kind) : word.Value,
        };
}
