namespace Estate.Adapters.Storage.Privacy;

/// <summary>For how many days what people leave behind is kept. The least of each is what the law or the programme needs.</summary>
public sealed record RetentionPolicy
{
    /// <summary>A century.</summary>
    public const int MaxDays = 36_500;

    /// <summary>Which card it was: needed while taps come late, or somebody asks about the gate.</summary>
    public int CardsDays { get; init; } = 30;

    /// <summary>Which household (or guard) it was: a year of questions about points, and some.</summary>
    public int HouseholdsDays { get; init; } = 400;
    public int AlertsDays { get; init; } = 400;

    /// <summary>Which notifications went to whom.</summary>
    public int DeliveriesDays { get; init; } = 90;
    public int RefusedDays { get; init; } = 30;

    /// <summary>One-time codes, from the day they are over.</summary>
    public int CodesDays { get; init; } = 30;

    /// <summary>Names in the audit.</summary>
    public int AuditDays { get; init; } = 1095;

    /// <summary>Nightly backups, and copies made before an update.</summary>
    public int BackupsDays { get; init; } = 90;

    /// <summary>
    /// What devices did, as facts; days and points stay added up. Never shorter than people are known in them, and alerts shown.
    /// </summary>
    public int FactsDays { get; init; } = 1095;

    /// <summary>
    /// Ids of devices' events: what is repeated later has a time that is believed no more, so that it brings no points by itself.
    /// </summary>
    public int EventsDays { get; init; } = 1095;

    /// <summary>Who is to have a fact before it goes, such as the time-series server; by the names of their cursors.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>By the names of estate.yaml: what is set, and the least it may be.</summary>
    public IEnumerable<(string Name, int Days, int Least)> All =>
    [
        ("cards_days", CardsDays, 7), ("households_days", HouseholdsDays, 60), ("alerts_days", AlertsDays, 180),
        ("deliveries_days", DeliveriesDays, 7),
        ("refused_days", RefusedDays, 1), ("codes_days", CodesDays, 7), ("audit_days", AuditDays, 180), ("backups_days", BackupsDays, 7),
        ("events_days", EventsDays, 430), ("facts_days", FactsDays, Math.Clamp(Math.Max(HouseholdsDays, AlertsDays), 400, MaxDays)),
    ];
}
