using Dapper;
using Estate.Adapters.Storage.Damage;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>
/// Reads the whole database once: is it sound in itself, is every value of its column's type, and does every account agree with its
/// transfers?
/// </summary>
public static class DamageCheck
{
    /// <summary>SQLITE_CORRUPT and SQLITE_NOTADB.</summary>
    private const int Corrupt = 11, NotADatabase = 26;

    /// <summary>SQLITE_ERROR, which is also a sum that no whole number can hold.</summary>
    private const int Wrong = 1;

    /// <summary>What is damaged; null where nothing is, or where the file cannot be read now for another reason.</summary>
    public static string? Find(string path)
    {
        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            // Small, because it is held beside everything else.
            connection.Execute("PRAGMA busy_timeout = 5000; PRAGMA cache_size = -1000");
            return Structure(connection) ?? Types(connection) ?? Indexes(connection) ?? Accounts(connection);
        }
        catch (SqliteException failure)
        {
            return IsDamage(failure)
                || (failure.SqliteErrorCode == Wrong && failure.Message.Contains("integer overflow", StringComparison.Ordinal))
                ? failure.Message : null;
        }
    }

    /// <summary>Whether the file itself is at fault, not the disk's room or rights.</summary>
    public static bool IsDamage(Exception failure) => failure is SqliteException { SqliteErrorCode: Corrupt or NotADatabase };

    private static string? Structure(SqliteConnection connection) =>
        connection.ExecuteScalar<string>("PRAGMA integrity_check(1)") is var found && found != "ok" ? found?.ReplaceLineEndings(" ") : null;

    private static string? Types(SqliteConnection connection)
    {
        foreach (var table in TableColumns.Tables(connection))
        {
            var columns = TableColumns.Of(connection, table);
            var isJson = table == "journal" ? " OR NOT json_valid(body)" : "";
            var wrong = connection.ExecuteScalar<long>(
                $"SELECT count(*) FROM \"{table}\" WHERE {string.Join(" OR ", columns.Select(column => column.IsOfAnotherType))}{isJson}");
            if (wrong > 0)
                return $"{wrong} row(s) of the table {table} cannot be read";
        }
        return null;
    }

    /// <summary>Those of the journal are tables of ours: SQLite does not compare them with it.</summary>
    private static string? Indexes(SqliteConnection connection)
    {
        var wrong = connection.ExecuteScalar<long>(
            """
            SELECT abs(facts - (SELECT count(*) FROM journal_device)) + abs(facts - (SELECT count(*) FROM journal_time))
            FROM (SELECT count(*) AS facts FROM journal WHERE n <= (SELECT fact FROM settled))
            """);
        return wrong == 0 ? null : $"{wrong} rows of the journal's indexes are missing or too many";
    }

    private static string? Accounts(SqliteConnection connection)
    {
        var wrong = connection.ExecuteScalar<long>(
            """
            SELECT count(*) FROM (
              SELECT 1 FROM (
                SELECT credit AS name, points FROM transfer UNION ALL SELECT debit, -points FROM transfer
                UNION ALL SELECT name, -balance FROM account)
              GROUP BY name HAVING sum(points) <> 0)
            """);
        return wrong == 0 ? null : $"{wrong} accounts differ from the sum of their transfers";
    }
}
