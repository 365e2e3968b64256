using Dapper;
using Estate.Domain.Points;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>
/// The transfers' part of a commit. Each transfer names the one before it of its household; balances, and with them the newest of each
/// household, are written by <see cref="Settle"/> for many at once.
/// </summary>
internal sealed class LedgerTable(SqliteConnection connection) : IDisposable
{
    private const int AtATime = 10_000;

    private readonly PreparedStatement _insert = new(
        connection,
        "INSERT OR IGNORE INTO transfer(id, at, debit, credit, points, code, reference, by, previous) "
            + "VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8) RETURNING n", 9);
    private readonly PreparedStatement _newest = new(connection, "SELECT newest FROM balance WHERE name = $0", 1);
    private readonly PreparedStatement _chain = new(connection, "UPDATE transfer SET previous = $1 WHERE n = $0", 2);
    private readonly PreparedStatement _balance = new(
        connection,
        "INSERT INTO balance(name, points, newest) VALUES($0, $1, $2) "
            + "ON CONFLICT DO UPDATE SET points = points + excluded.points, newest = excluded.newest", 3);

    /// <summary>What each account moved since it was settled, and its newest transfer; null before that was read.</summary>
    private Dictionary<string, (long Points, long Newest)>? _unsettled;

    /// <returns>How many were there already.</returns>
    internal int Write(IReadOnlyList<Transfer> transfers, SqliteTransaction transaction)
    {
        if (transfers.Count == 0)
            return 0;
        var (unsettled, conflicts) = (Unsettled(transaction), 0);
        foreach (var one in transfers)
        {
            var previous = NewestOf((one.Debit.IsHousehold ? one.Debit : one.Credit).Name, unsettled);
            var n = _insert.Number(
                one.Id.ToByteArray(bigEndian: true), one.At.ToUnixTimeMilliseconds(), one.Debit.Name, one.Credit.Name, one.Points,
                (int)one.Code, one.Reference, one.By, previous);
            if (n is { } number)
                Add(unsettled, (one.Debit.Name, one.Credit.Name), one.Points, number);
            else
                conflicts++;
        }
        return conflicts;
    }

    internal void Settle(SqliteTransaction transaction)
    {
        var unsettled = Unsettled(transaction);
        foreach (var (name, (points, newest)) in unsettled.OrderBy(one => one.Key, StringComparer.Ordinal))
            _balance.Run(name, points, newest);
        unsettled.Clear();
    }

    /// <summary>After a transaction that came to nothing.</summary>
    internal void Forget() => _unsettled = null;

    public void Dispose()
    {
        foreach (var statement in new[] { _insert, _newest, _chain, _balance })
            statement.Dispose();
    }

    /// <summary>At first what an earlier program left; a transfer that no program of ours wrote gets its place in the chain.</summary>
    private Dictionary<string, (long Points, long Newest)> Unsettled(SqliteTransaction transaction)
    {
        if (_unsettled is not null)
            return _unsettled;
        var (unsettled, last) = (new Dictionary<string, (long Points, long Newest)>(), 0L);
        List<(long N, string Debit, string Credit, long Points, long Previous)> rows;
        do
        {
            rows = [.. connection.Query<(long, string, string, long, long)>(
                "SELECT n, debit, credit, points, previous FROM transfer WHERE n > max(@last, (SELECT transfer FROM settled)) "
                    + "ORDER BY n LIMIT @AtATime", new { last, AtATime }, transaction)];
            foreach (var (n, debit, credit, points, previous) in rows)
            {
                if (previous < 0)
                    _chain.Run(n, NewestOf(new AccountId(debit).IsHousehold ? debit : credit, unsettled));
                Add(unsettled, (debit, credit), points, n);
                last = n;
            }
        }
        while (rows.Count == AtATime);
        return _unsettled = unsettled;
    }

    private long NewestOf(string household, Dictionary<string, (long Points, long Newest)> unsettled) =>
        unsettled.TryGetValue(household, out var known) ? known.Newest : _newest.Number(household) ?? 0;

    private static void Add(
        Dictionary<string, (long Points, long Newest)> unsettled, (string Debit, string Credit) accounts, long points, long n)
    {
        unsettled[accounts.Debit] = (unsettled.GetValueOrDefault(accounts.Debit).Points - points, n);
        unsettled[accounts.Credit] = (unsettled.GetValueOrDefault(accounts.Credit).Points + points, n);
    }
}
