using Dapper;

namespace Estate.Adapters.Storage;

/// <summary>
/// How much a database holds, to know it again by; <paramref name="AuditHead"/> is the last seal, empty without an entry.
/// </summary>
public sealed record DatabaseFigures(int Schema, long Facts, long Transfers, long Balances, long AuditEntries, string AuditHead)
{
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DatabaseFigures Of(EstateDatabase database)
    {
        try
        {
            using var connection = database.Open();
            using var transaction = connection.BeginTransaction(deferred: true);
            var hasAudit = connection.ExecuteScalar<long>(
                "SELECT count(*) FROM sqlite_master WHERE name = 'audit'", transaction: transaction) > 0;
            var head = hasAudit
                ? connection.QueryFirstOrDefault<byte[]>("SELECT mac FROM audit ORDER BY n DESC LIMIT 1", transaction: transaction) : null;
            return new(
                connection.ExecuteScalar<int>("PRAGMA user_version", transaction: transaction),
                connection.ExecuteScalar<long>("SELECT count(*) FROM fact", transaction: transaction),
                connection.ExecuteScalar<long>("SELECT count(*) FROM transfer", transaction: transaction),
                connection.ExecuteScalar<long?>("SELECT sum(max(balance, 0)) FROM account", transaction: transaction) ?? 0,
                hasAudit ? connection.ExecuteScalar<long>("SELECT count(*) FROM audit", transaction: transaction) : 0,
                head is null ? "" : Convert.ToHexStringLower(head));
        }
        catch (Microsoft.Data.Sqlite.SqliteException failure)
        {
            throw new IOException($"{database.Path}: {failure.Message}", failure);
        }
    }
}
