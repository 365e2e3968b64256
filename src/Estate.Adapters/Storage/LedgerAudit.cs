using Dapper;
using Estate.Domain.Points;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>Whether the accounts are what the transfers made them; <paramref name="Problem"/> says in words where they are not.</summary>
public sealed record LedgerVerdict(long Transfers, long Accounts, long Issued, string? Problem);

/// <summary>Adds up every transfer there ever was and compares each account with it.</summary>
internal static class LedgerAudit
{
    public static LedgerVerdict Run(EstateDatabase database)
    {
        using var connection = database.Open();
        return Run(connection);
    }

    internal static LedgerVerdict Run(SqliteConnection connection)
    {
        // One picture of both tables, whatever is written meanwhile.
        using var transaction = connection.BeginTransaction(deferred: true);
        var balances = connection.Query<(string Name, long Balance)>("SELECT name, balance FROM account", transaction: transaction)
            .ToDictionary(row => row.Name, row => row.Balance);
        var (sums, transfers) = Sums(connection, transaction);
        var wrong = balances.Keys.Union(sums.Keys).Where(name => balances.GetValueOrDefault(name) != sums.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal).ToList();
        var issued = -balances.GetValueOrDefault(AccountId.Issuance.Name);
        // A household is not named here: this is read by others than its own.
        var problem = wrong.Count > 0
                ? $"{wrong.Count} of {balances.Count} accounts do not hold what their transfers add up to; together they are "
                    + $"{wrong.Sum(name => balances.GetValueOrDefault(name) - sums.GetValueOrDefault(name)):+0;-0;0} points off"
            : balances.Values.Sum() != 0 ? $"all accounts together hold {balances.Values.Sum()} points instead of 0"
            : balances.Count(one => new AccountId(one.Key).IsHousehold && one.Value < 0) is var below and > 0
                ? $"{below} households have less than nothing"
            : null;
        return new(transfers, balances.Count, issued, problem);
    }

    private static (Dictionary<string, long> Sums, long Transfers) Sums(SqliteConnection connection, SqliteTransaction transaction)
    {
        var (sums, transfers) = (new Dictionary<string, long>(), 0L);
        using var all = connection.CreateCommand();
        (all.Transaction, all.CommandText) = (transaction, "SELECT debit, credit, points FROM transfer");
        using var row = all.ExecuteReader();
        for (; row.Read(); transfers++)
        {
            var (debit, credit, points) = (row.GetString(0), row.GetString(1), row.GetInt64(2));
            sums[debit] = sums.GetValueOrDefault(debit) - points;
            sums[credit] = sums.GetValueOrDefault(credit) + points;
        }
        return (sums, transfers);
    }
}
