using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace Estate.District.Store;

/// <summary>
/// The months there are tables for. Each worker makes those that the facts in its hands need, and next month's ahead; months before 2020
/// and far ahead of the clock are nobody's: such facts go where the misdated are, and come out when their month is made.
/// </summary>
internal sealed class Partitions(NpgsqlDataSource source, TimeProvider time)
{
    private const int FirstYear = 2020, MonthsAhead = 2, TablesOfMonth = 4;

    /// <summary>Of the lock that is held while a month is made.</summary>
    private const long Lock = 6_100_002;

    private readonly ConcurrentDictionary<DateTime, bool> _made = new();

    /// <summary>This month, those ahead, and those of the times.</summary>
    internal async Task PrepareAsync(IEnumerable<DateTime> times, CancellationToken stop)
    {
        var now = MonthOf(time.GetUtcNow().UtcDateTime);
        var last = now.AddMonths(MonthsAhead);
        foreach (var month in times.Select(MonthOf).Append(now).Append(now.AddMonths(1)).Distinct())
            if (month.Year >= FirstYear && month <= last && !_made.ContainsKey(month))
            {
                await MakeAsync(month, stop);
                _made[month] = true;
            }
    }

    private static DateTime MonthOf(DateTime at) => new(at.Year, at.Month, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Bounds with their zone: without one they would be those of the session's.</summary>
    private async Task MakeAsync(DateTime month, CancellationToken stop)
    {
        var name = "fact_" + month.ToString("yyyy_MM", CultureInfo.InvariantCulture);
        var (from, until) = (Bound(month), Bound(month.AddMonths(1)));
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var exists = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({Lock}), to_regclass('{name}') IS NOT NULL", connection);
        await using (var row = await exists.ExecuteReaderAsync(stop))
            if (await row.ReadAsync(stop) && row.GetBoolean(1))
                return;
        var tables = string.Concat(Enumerable.Range(0, TablesOfMonth).Select(i =>
            $"CREATE TABLE {name}_{i} PARTITION OF {name} FOR VALUES WITH (MODULUS {TablesOfMonth}, REMAINDER {i});"));
        await using var make = new NpgsqlCommand(
            $"""
            LOCK TABLE fact IN SHARE ROW EXCLUSIVE MODE;
            CREATE TABLE {name}(LIKE fact INCLUDING DEFAULTS INCLUDING INDEXES) PARTITION BY HASH (site);
            {tables}
            WITH moved AS (DELETE FROM fact_misdated WHERE at >= {from} AND at < {until} RETURNING *)
              INSERT INTO {name} SELECT * FROM moved;
            ALTER TABLE fact ATTACH PARTITION {name} FOR VALUES FROM ({from}) TO ({until});
            """, connection);
        await make.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private static string Bound(DateTime month) => string.Create(CultureInfo.InvariantCulture, $"'{month:yyyy-MM-dd} 00:00:00+00'");
}
