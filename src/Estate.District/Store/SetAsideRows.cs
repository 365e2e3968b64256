using Estate.District.Wire;
using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Store;

/// <summary>
/// What is not stored as a fact: single facts are kept as they came, with the reason, so that somebody can look, of each estate so many;
/// everything is counted.
/// </summary>
internal static class SetAsideRows
{
    /// <summary>Of an estate; an endless flood must not fill the disk of all.</summary>
    internal const int Kept = 1_000;

    /// <summary>Under which they are counted.</summary>
    internal const string Reason = "set_aside";

    internal const string CountRefusal =
        """
        INSERT INTO refusal(site, reason, count, detail) VALUES($1, $2, 1, $3)
        ON CONFLICT (site, reason) DO UPDATE SET count = refusal.count + 1, last_at = now(), detail = excluded.detail
        """;

    internal static async Task WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<(JournalId Journal, BadFact Fact)> facts, CancellationToken stop)
    {
        foreach (var (journal, fact) in facts)
        {
            await using var keep = new NpgsqlCommand(
                $"INSERT INTO set_aside(site, epoch, n, reason, raw) SELECT $1, $2, $3, $4, $5 "
                    + $"WHERE (SELECT count(*) FROM set_aside WHERE site = $1) < {Kept} ON CONFLICT DO NOTHING", connection);
            Add(keep, journal.Site);
            Add(keep, journal.Epoch);
            keep.Parameters.Add(new() { Value = fact.N, NpgsqlDbType = NpgsqlDbType.Bigint });
            Add(keep, fact.Reason);
            Add(keep, fact.Raw);
            await keep.ExecuteNonQueryAsync(stop);
            await using var count = new NpgsqlCommand(CountRefusal, connection);
            Add(count, journal.Site);
            Add(count, Reason);
            Add(count, fact.Reason);
            await count.ExecuteNonQueryAsync(stop);
        }
    }

    /// <summary>The database has no letter of code 0.</summary>
    internal static void Add(NpgsqlCommand command, string text) => command.Parameters.Add(
        new() { Value = text.Replace("\0", "", StringComparison.Ordinal), NpgsqlDbType = NpgsqlDbType.Text });
}
