using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>A copy of one instant of a database that is written to meanwhile.</summary>
public static class DatabaseSnapshot
{
    /// <summary>
    /// Page by page within one read transaction: whoever commits meanwhile does not wait, and what they commit is not in it. Damaged pages
    /// are
    /// copied as they are: of a dying card as much is kept as can be read.
    /// </summary>
    /// <param name="target">Must not exist; not synced.</param>
    /// <exception cref="IOException">It could not be read or written.</exception>
    public static void Write(EstateDatabase database, string target)
    {
        try
        {
            using var from = database.Open();
            // Held by a file that only its owner may read before the first page is in it.
            DurableFiles.CreatePrivate(target).Dispose();
            using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString());
            to.Open();
            to.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
            from.BackupDatabase(to);
        }
        catch (SqliteException failure)
        {
            throw new IOException($"{database.Path}: {failure.Message}", failure);
        }
    }
}
