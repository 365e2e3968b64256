using Estate.Adapters.Storage.Totals;
using Estate.Domain.Devices;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>Who is counted in the totals of days.</summary>
internal static class TotalsRecords
{
    private static readonly string Known = $"SELECT count(*) FROM participant WHERE name NOT LIKE '{Pseudonym.Prefix}%'";
    private static readonly Text Households = new("户", "households");
    private static readonly Text OnceEach = new("几天里来过多次的一户只算一户", "so that a household that comes on several days counts once");

    internal static IReadOnlyList<PersonalRecord> All { get; } =
    [
        new(DailyReturns.Name, "daily_total",
            new("每日统计：哪些住户（只有编号）那天投放过，在哪里，投的什么", "totals of days: which households, by number, brought what where"),
            OnceEach, new("那一天", "that day"))
        {
            Columns = ["participants"],
            Persons = $"({Known})",
            Whom = Households,
        },
        new("numbers_in_totals", "participant",
            new("每日统计里哪个编号是哪一户", "which number in the totals is which household"),
            OnceEach, new("直到没有一天还用这个编号", "until no day has the number any more"))
        {
            Columns = ["number", "name"],
            Persons = $"({Known})",
            Whom = Households,
        },
    ];
}
