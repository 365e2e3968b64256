using System.Globalization;
using Dapper;
using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;
using NodaTime;
using SQLitePCL;

namespace Estate.Adapters.Storage.Totals;

/// <summary>Answers questions about periods from the totals of their days: a year is some thousand rows.</summary>
public sealed class TotalsReader(EstateDatabase database)
{
    private const string Known =
        "SELECT day, device, what, participants FROM daily_total WHERE participants <> x'' ORDER BY day, device, what";
    private const string Period =
        "SELECT what, count, amount, participants FROM daily_total WHERE slice = $slice AND day BETWEEN $from AND $until";
    private const string Days =
        "SELECT day, device, what, count, amount FROM daily_total WHERE slice = @slice AND day BETWEEN @from AND @until "
            + "AND (@of IS NULL OR device = @of) ORDER BY day, device, what";
    private const string Returns =
        """
        SELECT coalesce(sum(participants), 0) FROM daily_return
        WHERE slice = @slice AND day BETWEEN @from AND @until AND next_day > @until
        """;

    private volatile bool _isComplete;

    /// <summary>How much of an older journal is added up, 0 to 1; null when all of it is.</summary>
    public double? Progress()
    {
        if (_isComplete)
            return null;
        using var connection = database.Open();
        var state = TotalsState.Read(connection);
        // Once it is, it stays so until another start.
        _isComplete = state is { IsComplete: true };
        return _isComplete ? null : state is null ? 0 : (state.Next - 1) / (double)state.Until;
    }

    /// <summary>Of a slice, from one day to another, both included.</summary>
    public PeriodTotals Of(string slice, LocalDate first, LocalDate last)
    {
        var (from, until) = (DailyTotals.DayOf(first), DailyTotals.DayOf(last));
        using var connection = database.Open();
        // One moment for both tables: at night days go from the one to the other.
        using var transaction = connection.BeginTransaction(deferred: true);
        using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, Period);
        command.Parameters.AddWithValue("$slice", slice);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$until", until);
        var (sums, participants) = (new List<NamedTotal>(), new ParticipantSet());
        using (var rows = command.ExecuteReader())
            while (rows.Read())
                Take(rows.Handle!, sums, participants);
        // Of days whose people are forgotten: those who took part on none of the days after, within the period.
        var more = connection.ExecuteScalar<long>(Returns, new { slice, from, until }, transaction);
        return new(sums.ToDictionary(sum => sum.What, sum => sum.Total), participants.Count + (int)more);
    }

    /// <summary>
    /// Of a slice, day by day from one to another, both included, of one device or of all; days without anything have no entry.
    /// </summary>
    public IReadOnlyList<DayTotal> ByDay(string slice, LocalDate first, LocalDate last, DeviceId? device = null)
    {
        var (from, until, of) = (DailyTotals.DayOf(first), DailyTotals.DayOf(last), device?.ToString());
        using var connection = database.Open();
        return [.. connection.Query<(long Day, string Device, string What, long Count, long Amount)>(Days, new { slice, from, until, of })
            .Where(row => DeviceId.TryParse(row.Device, out _))
            .Select(row =>
            {
                var (what, hour) = Split(row.What);
                return new DayTotal(
                    DailyTotals.DateOf(row.Day), DeviceId.Parse(row.Device), what, hour, new(row.Count, row.Amount));
            })];
    }

    private static (string What, int? Hour) Split(string what) =>
        what.LastIndexOf(DailyTotals.HourMark) is > 0 and var mark
            && int.TryParse(what.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            ? (what[..mark], hour) : (what, null);

    /// <summary>Of one participant: on which days of which slice, where, and of what.</summary>
    internal static IEnumerable<(LocalDate Day, string Device, string What)> Of(SqliteConnection connection, string participant)
    {
        const string number = "SELECT number FROM participant WHERE name = @participant";
        if (connection.ExecuteScalar<long?>(number, new { participant }) is not { } its)
            yield break;
        var rows = connection.Query<(long Day, string Device, string What, byte[] Set)>(Known, buffered: false);
        foreach (var (day, device, what, set) in rows)
            if (new ParticipantSet(set).Contains((int)its))
                yield return (DailyTotals.DateOf(day), device, what);
    }

    /// <summary>As SQLite holds them: thousands of copies would be more than the answer.</summary>
    private static void Take(sqlite3_stmt row, List<NamedTotal> sums, ParticipantSet participants)
    {
        NamedTotal.Of(sums, raw.sqlite3_column_blob(row, 0)).Add(raw.sqlite3_column_int64(row, 1), raw.sqlite3_column_int64(row, 2));
        participants.Add(raw.sqlite3_column_blob(row, 3));
    }

    /// <summary>There are few names, and each comes thousands of times.</summary>
    private sealed class NamedTotal(byte[] name)
    {
        private readonly byte[] _name = name;

        internal string What { get; } = System.Text.Encoding.UTF8.GetString(name);

        internal Total Total { get; private set; }

        internal static NamedTotal Of(List<NamedTotal> all, ReadOnlySpan<byte> name)
        {
            foreach (var one in all)
                if (name.SequenceEqual(one._name))
                    return one;
            all.Add(new(name.ToArray()));
            return all[^1];
        }

        internal void Add(long count, long amount) => Total = new(Total.Count + count, Total.Amount + amount);
    }
}
