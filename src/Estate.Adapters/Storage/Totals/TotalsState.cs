using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage.Totals;

/// <summary>
/// By which zone's days the totals are kept, and which facts, recorded before the totals were kept so, are still to be added:
/// from <paramref name="Next"/> to <paramref name="Until"/>.
/// </summary>
internal sealed record TotalsState(string Zone, long Next, long Until)
{
    internal bool IsComplete => Next > Until;

    /// <summary>Null where no totals are kept yet.</summary>
    internal static TotalsState? Read(SqliteConnection connection) =>
        connection.QueryFirstOrDefault<(string Zone, long Next, long Until)?>("SELECT zone, next, until FROM totals_state")
            is var (zone, next, until) ? new(zone, next, until) : null;

    /// <summary>
    /// From now on every commit adds what it holds; what the journal holds already is to be added by <see cref="TotalsRebuild"/>.
    /// </summary>
    internal static void Begin(SqliteConnection connection, DateTimeZone zone)
    {
        if (Read(connection)?.Zone == zone.Id)
            return;
        using var transaction = connection.BeginTransaction();
        // Days whose people are forgotten stay as they are: the journal knows less of them.
        connection.Execute(
            """
            DELETE FROM daily_total
            WHERE day > coalesce((SELECT max(day) FROM daily_return WHERE daily_return.slice = daily_total.slice), -1);
            DELETE FROM participant;
            DELETE FROM totals_state;
            INSERT INTO totals_state(id, zone, next, until) SELECT 1, @zone, 1, coalesce(max(n), 0) FROM journal;
            """, new { zone = zone.Id }, transaction);
        transaction.Commit();
    }
}
