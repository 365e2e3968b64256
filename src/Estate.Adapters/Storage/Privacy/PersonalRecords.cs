namespace Estate.Adapters.Storage.Privacy;

/// <summary>
/// Every kind of record in which people are, and the columns in which nobody is. A column that is in neither list is a decision nobody
/// has made yet: a test fails.
/// </summary>
public static class PersonalRecords
{
    public static IReadOnlyList<PersonalRecord> All { get; } = [.. PeopleRecords.All, .. JournalRecords.All, .. TotalsRecords.All];

    /// <summary>By table: columns with times, numbers, devices and words of the program.</summary>
    internal static IReadOnlyDictionary<string, string[]> NobodyIn { get; } = new Dictionary<string, string[]>
    {
        ["journal"] = ["n", "at", "delay", "clock", "device", "type", "since_step"],
        ["journal_device"] = ["device", "type", "n"],
        ["journal_time"] = ["at", "n"],
        ["device"] = ["id", "name"],
        ["fact_type"] = ["id", "slice", "type"],
        ["settled"] = ["id", "fact", "transfer"],
        // Identities of devices' messages and what their displays showed: sums and words, no names.
        ["event"] = ["device", "id", "hash", "boot", "seq", "answer"],
        ["expired"] = ["id", "fact", "before"],
        ["event_mark"] = ["device", "day", "boot", "seq"],
        ["transfer"] = ["n", "at", "points", "code", "previous"],
        ["balance"] = ["newest"],
        ["state"] = ["device", "presence"],
        ["card"] = [],
        ["reject"] = ["slot", "at", "topic", "reason"],
        ["alert"] = ["id", "device", "type", "component", "since", "closed"],
        ["outbox"] = ["n", "id", "at", "notifier", "attempts", "settled"],
        ["rule_state"] = ["rule", "device", "component"],
        ["person"] = ["version"],
        ["invitation"] = ["expires", "used"],
        ["session"] = ["stamp", "expires"],
        ["token"] = ["name", "hash"],
        ["push_address"] = [],
        ["audit"] = ["n", "at", "action", "first_fact", "facts", "digest", "mac", "erased_by", "seal"],
        // Sums: who ticked what is not kept.
        ["poll_tally"] = ["poll", "counts"],
        ["series_cursor"] = ["server", "n"],
        ["rollup_series"] = ["id", "name", "tags", "fields"],
        ["rollup"] = ["resolution", "start", "series", "body"],
        ["daily_total"] = ["slice", "day", "device", "what", "count", "amount"],
        ["daily_return"] = ["slice", "day", "next_day", "participants"],
        ["totals_state"] = ["id", "zone", "next", "until"],
        ["damaged_row"] = ["n", "at", "source", "problem"],
    };
}
