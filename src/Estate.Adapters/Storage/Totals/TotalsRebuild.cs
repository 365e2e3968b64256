using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage.Totals;

/// <summary>
/// Adds up a journal that is older than the totals, piece by piece beside a running gateway: each piece is one short transaction that
/// also says how far it came, so that a kill costs one piece and doubles nothing.
/// </summary>
public sealed class TotalsRebuild(EstateDatabase database, EstateReader reader)
{
    /// <summary>Numbers of the journal at a time.</summary>
    internal int Piece { get; init; } = 5_000;

    /// <summary>Before the first commit. Takes no time: nothing is read yet.</summary>
    public static void Begin(EstateDatabase database, DateTimeZone zone)
    {
        using var connection = database.Open();
        TotalsState.Begin(connection, zone);
    }

    /// <summary>Adds one piece.</summary>
    /// <returns>The facts added up so far, and all there are; null when nothing was left to do.</returns>
    /// <exception cref="IOException">The disk refuses; the next call goes on.</exception>
    public (long Done, long All)? Step()
    {
        try
        {
            using var connection = database.Open();
            if (TotalsState.Read(connection) is not { IsComplete: false } state)
                return null;
            var last = Math.Min(state.Until, state.Next + Piece - 1);
            // Read before anything is locked: that may take its time.
            var facts = reader.Contributions(state.Next, last);
            using var totals = new DailyTotals(connection);
            using var transaction = connection.BeginTransaction();
            totals.Add(facts, isRebuild: true);
            connection.Execute("UPDATE totals_state SET next = @last + 1", new { last }, transaction);
            transaction.Commit();
            return (last, state.Until);
        }
        catch (SqliteException failure)
        {
            throw new IOException(StorageErrorTexts.Of(failure), failure);
        }
    }
}
