using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Store;

/// <summary>
/// Computes hours anew whose facts changed, and the days they are in: whatever comes late or again, the rows are what the facts add up to.
/// One worker at a time does it, so that no older look at an hour is written over a newer one.
/// </summary>
internal sealed class Rollups(NpgsqlDataSource source, DistrictSettings settings)
{
    internal const int HoursAtOnce = 200;

    internal const long Lock = 6_100_003;

    /// <returns>How many hours were computed; 0 where none is due, or another worker is at it.</returns>
    internal async Task<int> RunOnceAsync(CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var mine = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({Lock})", connection))
            if (await mine.ExecuteScalarAsync(stop) is not true)
                return 0;
        var hours = await RollupDue.TakeAsync(connection, HoursAtOnce, stop);
        if (hours.Count == 0)
            return 0;
        await RunAsync(
            connection, "DELETE FROM rollup_hour AS kept USING unnest($1, $2) AS due(site, hour) "
                + "WHERE kept.site = due.site AND kept.hour = due.hour", hours, stop);
        await RunAsync(connection, RollupSql.Write, hours, stop);
        await WriteDaysAsync(connection, hours, stop);
        await transaction.CommitAsync(stop);
        return hours.Count;
    }

    /// <summary>All that is due now.</summary>
    internal async Task RunAllAsync(CancellationToken stop)
    {
        while (await RunOnceAsync(stop) > 0)
        {
            // The next ones.
        }
    }

    /// <summary>Days are the district's, from midnight to midnight by its clocks.</summary>
    private async Task WriteDaysAsync(
        NpgsqlConnection connection, IReadOnlyList<(string Site, DateTime Hour)> hours, CancellationToken stop)
    {
        const string days =
            "WITH due AS (SELECT DISTINCT site, (hour AT TIME ZONE $3)::date AS day FROM unnest($1, $2) AS due(site, hour)) ";
        await RunAsync(
            connection, days + "DELETE FROM rollup_day AS kept USING due WHERE kept.site = due.site AND kept.day = due.day",
            hours, stop, settings.Zone);
        await RunAsync(
            connection, days + "INSERT INTO rollup_day SELECT due.site, due.day, one.* FROM due CROSS JOIN LATERAL ("
                + "SELECT what, sum(count)::bigint, sum(amount)::bigint FROM rollup_hour AS kept WHERE kept.site = due.site "
                + "AND kept.hour >= due.day::timestamp AT TIME ZONE $3 AND kept.hour < (due.day + 1)::timestamp AT TIME ZONE $3 "
                + "GROUP BY what) AS one", hours, stop, settings.Zone);
    }

    private static async Task RunAsync(
        NpgsqlConnection connection, string sql, IReadOnlyList<(string Site, DateTime Hour)> hours, CancellationToken stop,
        string? zone = null)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        RollupDue.Add(command, hours);
        if (zone is not null)
            command.Parameters.Add(new() { Value = zone, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(stop);
    }
}
