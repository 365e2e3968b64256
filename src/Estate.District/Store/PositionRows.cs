using Estate.District.Wire;
using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Store;

/// <summary>The rows that say how far each journal is stored.</summary>
internal static class PositionRows
{
    /// <summary>Locked until the transaction ends, in one order for all, so that two workers never wait for each other.</summary>
    internal static async Task<Dictionary<JournalId, Position>> LockAsync(
        NpgsqlConnection connection, IEnumerable<JournalId> journals, CancellationToken stop)
    {
        var asked = journals.Distinct().Order().ToList();
        // One after the other: rows of a join are locked in whatever order they are found.
        await using var make = new NpgsqlCommand(
            "INSERT INTO position(site, epoch, n) SELECT site, epoch, 0 FROM unnest($1, $2) AS one(site, epoch) "
                + "ORDER BY site COLLATE \"C\", epoch ON CONFLICT (site, epoch) DO NOTHING", connection);
        Add(make, asked);
        await make.ExecuteNonQueryAsync(stop);
        await using var lockThem = new NpgsqlCommand(
            "SELECT site, epoch, n FROM position JOIN unnest($1, $2) AS one(site, epoch) USING (site, epoch) "
                + "ORDER BY site COLLATE \"C\", epoch FOR UPDATE OF position", connection);
        Add(lockThem, asked);
        var found = new Dictionary<JournalId, Position>();
        await using var rows = await lockThem.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
            found[new(rows.GetString(0), rows.GetString(1))] = new(rows.GetInt64(2));
        return found;
    }

    internal static async Task SaveAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<JournalId, Position> positions, CancellationToken stop)
    {
        var all = positions.ToList();
        await using var save = new NpgsqlCommand(
            "UPDATE position SET n = one.n, last_seen = now(), newest = greatest(position.newest, one.newest) "
                + "FROM unnest($1, $2, $3, $4) AS one(site, epoch, n, newest) "
                + "WHERE position.site = one.site AND position.epoch = one.epoch", connection);
        Add(save, [.. all.Select(one => one.Key)]);
        save.Parameters.Add(new()
        {
            Value = all.Select(one => one.Value.N).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        });
        save.Parameters.Add(new()
        {
            Value = all.Select(one => one.Value.Newest).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });
        await save.ExecuteNonQueryAsync(stop);
    }

    private static void Add(NpgsqlCommand command, IReadOnlyList<JournalId> journals)
    {
        const NpgsqlDbType texts = NpgsqlDbType.Array | NpgsqlDbType.Text;
        command.Parameters.Add(new() { Value = journals.Select(one => one.Site).ToArray(), NpgsqlDbType = texts });
        command.Parameters.Add(new() { Value = journals.Select(one => one.Epoch).ToArray(), NpgsqlDbType = texts });
    }
}
