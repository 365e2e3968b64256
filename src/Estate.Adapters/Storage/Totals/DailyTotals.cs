using System.Globalization;
using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage.Totals;

/// <summary>
/// Adds what facts contribute to the totals of their days: a row for each slice, day (of the estate's zone, counted from 1970), device and
/// thing contributed, with how often, how much, and the numbers of those who took part. In the transaction that holds the facts.
/// </summary>
internal sealed class DailyTotals : IDisposable
{
    /// <summary>Between a thing and its hour.</summary>
    internal const char HourMark = '@';

    private static readonly LocalDate FirstDay = new(1970, 1, 1);

    private readonly PreparedStatement _set;
    private readonly PreparedStatement _row;
    private readonly PreparedStatement _number;
    private readonly PreparedStatement _participant;
    private readonly PreparedStatement _closed;
    private readonly DateTimeZone? _zone;

    internal DailyTotals(SqliteConnection connection)
    {
        _set = new(connection, "SELECT participants FROM daily_total WHERE slice = $0 AND day = $1 AND device = $2 AND what = $3", 4);
        _row = new(
            connection,
            """
            INSERT INTO daily_total(slice, day, device, what, count, amount, participants) VALUES($0, $1, $2, $3, $4, $5, $6)
            ON CONFLICT DO UPDATE
            SET count = count + excluded.count, amount = amount + excluded.amount, participants = excluded.participants
            """, 7);
        _number = new(connection, "SELECT number FROM participant WHERE name = $0", 1);
        _participant = new(connection, "INSERT INTO participant(name) VALUES($0) RETURNING number", 1);
        _closed = new(connection, "SELECT max(day) FROM daily_return WHERE slice = $0", 1);
        // Where nobody began, none are kept: who begins later adds all that is in the journal then.
        _zone = TotalsState.Read(connection) is { } state ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(state.Zone) : null;
    }

    internal static long DayOf(LocalDate date) => Period.DaysBetween(FirstDay, date);

    internal static LocalDate DateOf(long day) => FirstDay.PlusDays((int)day);

    /// <param name="isRebuild">They were in the journal before: of days whose people are forgotten they are counted already.</param>
    internal void Add(IEnumerable<Fact> facts, bool isRebuild = false)
    {
        if (_zone is null)
            return;
        foreach (var slice in SumsOf(facts, _zone).GroupBy(sum => sum.Key.Slice))
        {
            var closed = _closed.Number(slice.Key);
            foreach (var (key, sum) in slice)
                if (!(isRebuild && key.Day <= closed))
                    Write(key, sum, isClosed: key.Day <= closed);
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _set, _row, _number, _participant, _closed })
            statement.Dispose();
    }

    private static Dictionary<(string Slice, long Day, string Device, string What), Sum> SumsOf(IEnumerable<Fact> facts, DateTimeZone zone)
    {
        Dictionary<(string, long, string, string), Sum> sums = [];
        foreach (var fact in facts)
            if (fact.Contribution is { } one)
            {
                var local = fact.Time.At.InZone(zone).LocalDateTime;
                var what = one.IsByHour ? string.Create(CultureInfo.InvariantCulture, $"{one.What}{HourMark}{local.Hour:00}") : one.What;
                var key = (fact.Slice, DayOf(local.Date), fact.Device.ToString(), what);
                if (!sums.TryGetValue(key, out var sum))
                    sums[key] = sum = new();
                sum.Add(one);
            }
        return sums;
    }

    private void Write((string Slice, long Day, string Device, string What) key, Sum sum, bool isClosed)
    {
        var set = new ParticipantSet(_set.Bytes(key.Slice, key.Day, key.Device, key.What));
        // Who comes to light after a day's people are forgotten cannot be told from those who were counted.
        if (!isClosed)
            foreach (var name in sum.Participants)
                set.Add((int)Math.Min(NumberOf(name), int.MaxValue));
        _row.Run(key.Slice, key.Day, key.Device, key.What, sum.Count, sum.Amount, set.Pack());
    }

    private long NumberOf(string name) =>
        _number.Number(name) ?? _participant.Number(name)!.Value;

    private sealed class Sum
    {
        internal long Count { get; private set; }

        internal long Amount { get; private set; }

        internal HashSet<string> Participants { get; } = [];

        internal void Add(Contribution one)
        {
            (Count, Amount) = (Count + 1, Amount + one.Amount);
            if (one.Participant is { } name && name != Privacy.RetentionRule.Gone)
                Participants.Add(name);
        }
    }
}
