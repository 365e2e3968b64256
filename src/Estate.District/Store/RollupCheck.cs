using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Store;

/// <summary>A row that is kept and the same computed from all facts, where they are not equal.</summary>
internal sealed record RollupDifference(string Site, string When, string What, string Kept, string Fresh)
{
    public override string ToString() => $"{Site} {When} {What}: kept {Kept}, computed {Fresh}";
}

/// <summary>Computes all roll-ups anew from the facts and compares them with what is kept. Changes nothing.</summary>
internal sealed class RollupCheck(NpgsqlDataSource source, DistrictSettings settings)
{
    private const int Told = 20;

    internal async Task<IReadOnlyList<string>> SitesAsync(CancellationToken stop)
    {
        var sites = new List<string>();
        await using var command = source.CreateCommand("SELECT DISTINCT site FROM position ORDER BY site");
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
            sites.Add(rows.GetString(0));
        return sites;
    }

    /// <summary>Of one estate, the first so many. What waits to be computed is not a difference.</summary>
    internal async Task<IReadOnlyList<RollupDifference>> CheckAsync(string site, CancellationToken stop)
    {
        const string hours =
            $"""
            {RollupSql.OfEstate}, fresh AS ({RollupSql.Rows}), kept AS (SELECT * FROM rollup_hour WHERE site = $1)
            SELECT site, hour::text, what, kept.count || '/' || kept.amount, fresh.count || '/' || fresh.amount
            FROM fresh FULL JOIN kept USING (site, hour, what)
            WHERE (kept.count, kept.amount) IS DISTINCT FROM (fresh.count, fresh.amount)
                AND NOT EXISTS (SELECT FROM rollup_due AS due WHERE due.site = $1 AND due.hour = coalesce(kept.hour, fresh.hour)) 
            """;
        const string days =
            """
            WITH fresh AS (
                SELECT site, (hour AT TIME ZONE $2)::date AS day, what, sum(count)::bigint AS count, sum(amount)::bigint AS amount
                FROM rollup_hour WHERE site = $1 GROUP BY site, day, what), kept AS (SELECT * FROM rollup_day WHERE site = $1)
            SELECT site, day::text, what, kept.count || '/' || kept.amount, fresh.count || '/' || fresh.amount
            FROM fresh FULL JOIN kept USING (site, day, what)
            WHERE (kept.count, kept.amount) IS DISTINCT FROM (fresh.count, fresh.amount)
            """;
        return [.. await ReadAsync(hours, site, null, stop), .. await ReadAsync(days, site, settings.Zone, stop)];
    }

    private async Task<List<RollupDifference>> ReadAsync(string sql, string site, string? zone, CancellationToken stop)
    {
        var differences = new List<RollupDifference>();
        await using var command = source.CreateCommand($"{sql} ORDER BY 1, 2, 3 LIMIT {Told}");
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { Value = site, NpgsqlDbType = NpgsqlDbType.Text });
        if (zone is not null)
            command.Parameters.Add(new() { Value = zone, NpgsqlDbType = NpgsqlDbType.Text });
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
            differences.Add(
                new(rows.GetString(0), rows.GetString(1), rows.GetString(2), TextOf(rows, 3), TextOf(rows, 4)));
        return differences;
    }

    private static string TextOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? "nothing" : row.GetString(column);
}
