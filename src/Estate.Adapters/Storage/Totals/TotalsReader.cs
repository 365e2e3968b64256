using System.Globalization;
using Dapper;
using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage.Totals;

/// <summary>Answers questions about periods from the totals of their days: a year is some thousand rows.</summary>
public sealed class TotalsReader(EstateDatabase database)
{
    private const string Known =
        "SELECT day, device, what, participants FROM daily_total WHERE participants <> x'' ORDER BY day, device, what";
    private const string Days =
        "SELECT day, device, what, count, amount FROM daily_total WHERE slice = @slice AND day BETWEEN @from AND @until "
            + "AND (@of IS NULL OR device = @of) ORDER BY day, device, what";
    private const string Returns =
        """
        SELECT day, sum(participants), sum(iif(next_day > @until, participants, 0)) FROM daily_return
        WHERE slice = @slice AND day BETWEEN @from AND @until GROUP BY day
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
    /// <param name="minimumADay">Days on which fewer took part are left out.</param>
    public PeriodTotals Of(string slice, LocalDate first, LocalDate last, int minimumADay = 0)
    {
        var (from, until) = (DailyTotals.DayOf(first), DailyTotals.DayOf(last));
        using var connection = database.Open();
        // One moment for both tables: at night days go from the one to the other.
        using var transaction = connection.BeginTransaction(deferred: true);
        var forgotten = connection.Query<(long Day, long All, long Last)>(Returns, new { slice, from, until }, transaction)
            .ToDictionary(day => day.Day, day => ((int)day.All, (int)day.Last));
        using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, PeriodSum.Query);
        command.Parameters.AddWithValue("$slice", slice);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$until", until);
        var sum = new PeriodSum(minimumADay, forgotten);
        using var rows = command.ExecuteReader();
        while (rows.Read())
            sum.Add(rows.Handle!);
        return sum.Result();
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
}
