using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Web.Shared;
using NodaTime;
using NodaTime.Text;

namespace Estate.Web.Journal;

/// <summary>Which of a device's records a reader wants: of a day, with some words, older than a number.</summary>
public sealed record JournalQuery(string Search, LocalDate? Day, long Before)
{
    private const int Shown = 100;

    /// <summary>A tenth of a second of a processor: what is looked through for some words at once.</summary>
    internal const int LookedThrough = 3_000;

    /// <exception cref="BadQueryException">No such day, or no number from 1.</exception>
    internal static JournalQuery Of(HttpContext context, long? before)
    {
        var day = context.Request.Query["day"].ToString();
        var date = LocalDatePattern.Iso.Parse(day);
        if (day.Length > 0 && !date.Success)
            throw BadQueryException.Of("day", "应为日期，如 2026-12-01", "expected a date such as 2026-12-01");
        return new(ListQuery.Of(context).Search, day.Length > 0 ? date.Value : null, BeforeOf(before));
    }

    /// <exception cref="BadQueryException">Numbers begin with 1.</exception>
    internal static long BeforeOf(long? asked) => asked is null or > 0 ? asked ?? long.MaxValue
        : throw BadQueryException.Of("before", "应为整数，从 1 开始", "expected a whole number from 1");

    internal bool IsNarrowed => Search.Length > 0 || Day is not null;

    /// <summary>Newest first, and from where it goes on; null: there is no more.</summary>
    internal (IReadOnlyList<JournalEntry> Entries, long? Next) Find(JournalReader journal, DeviceId device, PageReads reads)
    {
        var (before, begin) = (Before, Instant.MinValue);
        if (Day is { } day)
        {
            begin = day.AtStartOfDayInZone(reads.Zone).ToInstant();
            before = Math.Min(before, journal.FirstSince(day.PlusDays(1).AtStartOfDayInZone(reads.Zone).ToInstant()) ?? long.MaxValue);
        }
        var looked = journal.Of(device, before, Search.Length > 0 ? LookedThrough : Shown + 1);
        var found = looked.Where(entry => entry.Fact.Time.At >= begin && Says(entry, reads)).ToList();
        var isOver = looked.Count > 0 && looked[^1].Fact.Time.At < begin;
        return found.Count > Shown ? (found[..Shown], found[Shown - 1].N)
            : (found, !isOver && Search.Length > 0 && looked.Count == LookedThrough ? looked[^1].N : null);
    }

    private bool Says(JournalEntry entry, PageReads reads)
    {
        if (Search.Length == 0)
            return true;
        var text = reads.Names.InWords(entry.Describe(reads.Zone));
        return text.Zh.Contains(Search, StringComparison.OrdinalIgnoreCase) || text.En.Contains(Search, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The same question, further back.</summary>
    internal string To(string path, long? before) => path + QueryString.Create(
        new[]
        {
            ("q", Search), ("day", Day is { } day ? LocalDatePattern.Iso.Format(day) : ""),
            ("before", before is { } number ? FormattableString.Invariant($"{number}") : ""),
        }.Where(pair => pair.Item2.Length > 0).Select(pair => KeyValuePair.Create<string, string?>(pair.Item1, pair.Item2)));
}
