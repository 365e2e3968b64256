using Dapper;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Storage.Damage;

/// <summary>
/// Rows the disk has damaged are taken out of the tables a start reads, whole, so that one of them does not keep the others from
/// being read.
/// </summary>
public sealed class DamagedRows(EstateDatabase database, IEnumerable<IDeviceKind> kinds)
{
    private const int MaxListed = 3;

    /// <summary>All that were set aside and are still kept, the newest first.</summary>
    public IReadOnlyList<DamagedRow> Kept()
    {
        using var connection = database.Open();
        var rows = connection.Query<(string Table, string Key, string Problem)>(
            "SELECT CAST(source AS TEXT), CAST(key AS TEXT), CAST(problem AS TEXT) FROM damaged_row ORDER BY n DESC");
        return [.. rows.Select(row => new DamagedRow(row.Table, row.Key, row.Problem))];
    }

    /// <summary>Looks through what a start reads; before anything else reads it.</summary>
    /// <returns>Those set aside now.</returns>
    /// <exception cref="DamagedRowException">One without which points would be wrong; nothing was changed.</exception>
    public IReadOnlyList<DamagedRow> SetAside(Instant now)
    {
        using var connection = database.Open();
        var found = StartGuards.Of(kinds, now)
            .Select(guard => (Guard: guard, Rows: guard.Find(connection)))
            .Where(one => one.Rows.Count > 0).ToList();
        // A household is not named here: this gets into logs.
        if (found.FirstOrDefault(one => one.Guard.IsEssential) is { Guard: { } essential, Rows: [var first, ..] all })
            throw new DamagedRowException($"a row of the table {essential.Table} cannot be read "
                + $"({first.Row.Problem}{(all.Count > 1 ? $"; {all.Count} such rows" : "")})");
        if (found.Count == 0)
            return [];
        using var transaction = connection.BeginTransaction();
        foreach (var (guard, rows) in found)
            foreach (var (row, key) in rows)
                guard.SetAside(transaction, row, key, now.ToUnixTimeMilliseconds());
        transaction.Commit();
        return [.. found.SelectMany(one => one.Rows.Select(row => row.Row))];
    }

    /// <returns>How many there were.</returns>
    public int Forget(AuditChain audit, Instant now, string by)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        var count = connection.Execute("DELETE FROM damaged_row", transaction: transaction);
        audit.Append(transaction, new(now, by, "damaged_rows_forgotten", "", $"{count} rows"), 0, 0);
        transaction.Commit();
        return count;
    }

    /// <summary>How many of which tables, without their keys: these words get into probes. Null for none.</summary>
    public static string? InShort(IReadOnlyCollection<DamagedRow> rows) => rows.Count == 0 ? null
        : $"{rows.Count} damaged row(s) were set aside: "
            + $"{string.Join(", ", rows.CountBy(row => row.Table).Select(table => $"{table.Value} of {table.Key}").Take(MaxListed))}"
            + (rows.CountBy(row => row.Table).Count() > MaxListed ? ", …" : "");
}
