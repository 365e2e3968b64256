using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>Whether some program has a database open.</summary>
public static class DatabaseInUse
{
    /// <summary>A damaged one, or none, is in nobody's use as far as can be told.</summary>
    public static bool IsHeld(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 1 }.ToString());
            connection.Open();
            // Alone with the file, or not at all; taken back at once.
            connection.Execute("PRAGMA busy_timeout = 500; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK;");
            return false;
        }
        catch (SqliteException failure)
        {
            const int busy = 5, locked = 6;
            return failure.SqliteErrorCode is busy or locked;
        }
    }
}
