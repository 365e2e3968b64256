using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>The structure of the file, the ledger, and the audit's chain.</summary>
public static class DatabaseCheck
{
    private const int MaxListed = 3;

    /// <param name="isThorough">Also whether every index fits its table.</param>
    public static DatabaseVerdict Run(EstateDatabase database, byte[] auditKey, bool isThorough)
    {
        // Both read all there is; what the second finds in a damaged file is of no interest.
        var adding = Task.Run(() => Ledger(database));
        try
        {
            using var connection = database.Open();
            var damage = Integrity(connection, isThorough);
            var (ledger, unreadable) = adding.Result;
            if ((damage ?? unreadable) is { } problem)
                return new(problem, null, null);
            var hasAudit = connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE name = 'audit'") > 0;
            return new(null, ledger, hasAudit ? new AuditChain(database, auditKey).Verify() : null);
        }
        catch (SqliteException failure)
        {
            return new(failure.Message, null, null);
        }
        finally
        {
            adding.Wait();
        }
    }

    private static (LedgerVerdict? Verdict, string? Unreadable) Ledger(EstateDatabase database)
    {
        try
        {
            return (LedgerAudit.Run(database), null);
        }
        catch (Exception failure) when (
            failure is SqliteException or InvalidCastException or InvalidOperationException or OverflowException)
        {
            return (null, failure.Message);
        }
    }

    private static string? Integrity(SqliteConnection connection, bool isThorough)
    {
        var said = connection.Query<string>(isThorough ? $"PRAGMA integrity_check({MaxListed})" : $"PRAGMA quick_check({MaxListed})")
            .ToList();
        return said is ["ok"] ? null : string.Join("; ", said);
    }
}
