using Estate.District.Wire;
using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Store;

/// <summary>Which hours of which estates have facts that their roll-ups do not know yet.</summary>
internal static class RollupDue
{
    /// <summary>
    /// In the transaction that brings the facts: whoever sees the mark sees them. Only added, so that nobody waits for it.
    /// </summary>
    internal static async Task MarkAsync(
        NpgsqlConnection connection, IEnumerable<(JournalId Journal, SpanFact Fact)> facts, CancellationToken stop)
    {
        var due = facts.Select(one => (one.Journal.Site, Hour: HourOf(one.Fact.At))).Distinct().ToList();
        if (due.Count == 0)
            return;
        await using var mark = new NpgsqlCommand("INSERT INTO rollup_due SELECT * FROM unnest($1, $2)", connection);
        Add(mark, due);
        await mark.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Takes up to so many hours, the newest first: pages show today. No mark that comes meanwhile is taken with them.</summary>
    internal static async Task<IReadOnlyList<(string Site, DateTime Hour)>> TakeAsync(
        NpgsqlConnection connection, int limit, CancellationToken stop)
    {
        await using var take = new NpgsqlCommand(
            $"""
            DELETE FROM rollup_due AS due
            USING (SELECT DISTINCT site, hour FROM rollup_due ORDER BY hour DESC, site LIMIT {limit}) AS next
            WHERE due.site = next.site AND due.hour = next.hour RETURNING due.site, due.hour
            """, connection);
        var taken = new HashSet<(string, DateTime)>();
        await using var rows = await take.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
            taken.Add((rows.GetString(0), rows.GetDateTime(1)));
        return [.. taken];
    }

    internal static void Add(NpgsqlCommand command, IReadOnlyList<(string Site, DateTime Hour)> hours)
    {
        command.Parameters.Add(new()
        {
            Value = hours.Select(one => one.Site).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        command.Parameters.Add(new()
        {
            Value = hours.Select(one => one.Hour).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });
    }

    private static DateTime HourOf(DateTime at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerHour));
}
