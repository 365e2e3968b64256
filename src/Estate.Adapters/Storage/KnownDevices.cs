using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>Devices of which a table holds anything: from one to the next by its index, past all the rows between.</summary>
internal static class KnownDevices
{
    internal static HashSet<string> In(SqliteConnection connection, string table) => [.. connection.Query<string>(
        $"""
        WITH RECURSIVE known(device) AS (
          SELECT min(device) FROM {table}
          UNION ALL SELECT (SELECT min(device) FROM {table} WHERE device > known.device) FROM known WHERE device IS NOT NULL)
        SELECT CAST(device AS TEXT) FROM known WHERE device IS NOT NULL
        """)];
}
