using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>
/// Writes what facts and transfers imply, for some hundreds at once instead of for each: the indexes of the journal, balances, and which
/// transfer is the newest of each. A page is then written once and not a hundred times. How far that came is a row (<c>settled</c>) of the
/// same commit; readers find what is newer where it is derived from.
/// </summary>
internal static class Settlement
{
    /// <summary>Facts, or transfers, that readers may have to look through.</summary>
    internal const int Most = 1_000;

    /// <summary>Whose movement a transfer is; every one has one household at most.</summary>
    internal const string Household = "iif(substr(debit, 1, 10) = 'household:', debit, credit)";

    /// <summary>A row that damage left there already keeps no commit from being written.</summary>
    private const string OfFacts =
        """
        INSERT OR IGNORE INTO journal_device(device, type, n)
        SELECT device, type, n FROM journal WHERE n > (SELECT fact FROM settled) ORDER BY device, type, n;
        INSERT OR IGNORE INTO journal_time(at, n) SELECT at, n FROM journal WHERE n > (SELECT fact FROM settled) ORDER BY at, n;
        UPDATE settled SET fact = (SELECT coalesce(max(n), 0) FROM journal), transfer = (SELECT coalesce(max(n), 0) FROM transfer);
        """;

    /// <summary>In a transaction of the caller's.</summary>
    internal static void Run(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var ledger = new LedgerTable(connection);
        Run(connection, transaction, ledger);
    }

    /// <param name="ledger">Knows what is not settled yet.</param>
    internal static void Run(SqliteConnection connection, SqliteTransaction transaction, LedgerTable ledger)
    {
        ledger.Settle(transaction);
        connection.Execute(OfFacts, transaction: transaction);
    }
}
