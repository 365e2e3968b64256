using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>Devices of which anything is kept.</summary>
internal static class KnownDevices
{
    /// <summary>Of whose events the ids are kept: from one to the next by the index, past all the rows between.</summary>
    internal static HashSet<string> OfEvents(SqliteConnection connection) => [.. connection.Query<string>(
        """
        WITH RECURSIVE known(device) AS (
          SELECT min(device) FROM event
          UNION ALL SELECT (SELECT min(device) FROM event WHERE device > known.device) FROM known WHERE device IS NOT NULL)
        SELECT CAST(device AS TEXT) FROM known WHERE device IS NOT NULL
        """)];

    /// <summary>Of which the journal has told anything, also where retention has deleted it since.</summary>
    internal static HashSet<string> OfFacts(SqliteConnection connection) => [.. connection.Query<string>("SELECT name FROM device")];
}
