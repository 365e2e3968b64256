using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage.Totals;

/// <summary>
/// Takes the people out of the totals of days that are older than they may be known. What stays of a day is how many took part then and
/// next on which later day: whoever is counted on the last of their days within a period is counted once, and nobody is named.
/// </summary>
internal static class DailyReturns
{
    internal const string Name = "people_in_totals";

    /// <summary>Later than every day: they did not come back while they were known.</summary>
    internal const long Never = int.MaxValue;
    private const string Due = "day < @before AND participants <> x''";

    /// <summary>Days of which people are known that must not be known any more.</summary>
    internal static long Count(SqliteConnection connection, Instant cutoff) => connection.ExecuteScalar<long>(
        $"SELECT count(*) FROM (SELECT DISTINCT slice, day FROM daily_total WHERE {Due})", new { before = DayOf(cutoff) });

    /// <summary>Closes the oldest such day.</summary>
    /// <returns>False when there is none, or while an older journal is still added up: facts of that day may be to come.</returns>
    internal static bool CloseNext(SqliteConnection connection, Instant cutoff)
    {
        // Looked for before anything is locked: the committer would wait.
        var next = connection.QueryFirstOrDefault<(string Slice, long Day)?>(
            $"SELECT slice, day FROM daily_total WHERE {Due} ORDER BY day LIMIT 1", new { before = DayOf(cutoff) });
        if (next is not var (slice, day) || TotalsState.Read(connection) is { IsComplete: false })
            return false;
        using var transaction = connection.BeginTransaction();
        foreach (var (later, count) in Returns(transaction, slice, day))
            connection.Execute(
                "INSERT INTO daily_return(slice, day, next_day, participants) VALUES(@slice, @day, @later, @count)",
                new { slice, day, later, count }, transaction);
        connection.Execute(
            "UPDATE daily_total SET participants = x'' WHERE slice = @slice AND day = @day", new { slice, day }, transaction);
        ForgetNames(transaction);
        transaction.Commit();
        return true;
    }

    /// <summary>By the next day on which they took part, how many of those who did on a day.</summary>
    private static SortedDictionary<long, int> Returns(SqliteTransaction transaction, string slice, long day)
    {
        var (left, returns) = (new ParticipantSet(), new SortedDictionary<long, int>());
        var rows = transaction.Connection!.Query<(long Day, byte[] Set)>(
            "SELECT day, participants FROM daily_total WHERE slice = @slice AND day >= @day ORDER BY day",
            new { slice, day }, transaction, buffered: false);
        foreach (var (later, set) in rows)
            if (later == day)
                left.Add(set);
            else if (left.Count == 0)
                break;
            else if (left.Remove(set) is > 0 and var count)
                returns[later] = returns.GetValueOrDefault(later) + count;
        if (left.Count > 0)
            returns[Never] = left.Count;
        return returns;
    }

    /// <summary>Of those who are in no set any more.</summary>
    private static void ForgetNames(SqliteTransaction transaction)
    {
        var (connection, used) = (transaction.Connection!, new ParticipantSet());
        const string sets = "SELECT participants FROM daily_total WHERE participants <> x''";
        foreach (var set in connection.Query<byte[]>(sets, transaction: transaction, buffered: false))
            used.Add(set);
        var numbers = connection.Query<long>("SELECT number FROM participant", transaction: transaction).ToList();
        foreach (var number in numbers.Where(number => !used.Contains((int)number)))
            connection.Execute("DELETE FROM participant WHERE number = @number", new { number }, transaction);
    }

    /// <summary>Days before it are over for as long as people may be known; in zones far in the west some hours less.</summary>
    private static long DayOf(Instant cutoff) => DailyTotals.DayOf(cutoff.InUtc().Date);
}
