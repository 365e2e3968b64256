using Estate.District.Wire;
using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Store;

/// <summary>
/// A journal that goes on although another of its estate began after it: a restored gateway never takes the old one up again, so two
/// computers say that they are this estate. Both journals are kept apart, and somebody has to look.
/// </summary>
internal static class TwoComputers
{
    internal const string Reason = "two_computers";

    /// <summary>Messages of the old journal may be on their way while the new one begins.</summary>
    private const string OnTheWay = "interval '1 minute'";

    /// <param name="journals">That have news.</param>
    internal static async Task TellAsync(NpgsqlConnection connection, IEnumerable<JournalId> journals, CancellationToken stop)
    {
        var asked = journals.Distinct().ToList();
        if (asked.Count == 0)
            return;
        await using var tell = new NpgsqlCommand(
            $"""
            INSERT INTO refusal(site, reason, count, detail)
            SELECT mine.site, '{Reason}', 1, 'journal ' || max(mine.epoch) || ' goes on beside ' || max(other.epoch)
            FROM unnest($1, $2) AS one(site, epoch) JOIN position AS mine USING (site, epoch)
            JOIN position AS other ON other.site = mine.site AND other.first_seen > mine.first_seen
                AND other.first_seen < now() - {OnTheWay}
            GROUP BY mine.site ORDER BY mine.site
            ON CONFLICT (site, reason) DO UPDATE SET count = refusal.count + 1, last_at = now(), detail = excluded.detail
            """, connection);
        const NpgsqlDbType texts = NpgsqlDbType.Array | NpgsqlDbType.Text;
        tell.Parameters.Add(new() { Value = asked.Select(one => one.Site).ToArray(), NpgsqlDbType = texts });
        tell.Parameters.Add(new() { Value = asked.Select(one => one.Epoch).ToArray(), NpgsqlDbType = texts });
        await tell.ExecuteNonQueryAsync(stop);
    }
}
