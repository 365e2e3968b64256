using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>The committed journal as somebody follows it who has a cursor over it: where it ends, and how far who follows is.</summary>
public abstract class JournalFile : IDisposable
{
    private protected JournalFile(EstateDatabase database) => Connection = database.Open();

    /// <summary>The number of the newest fact; 0 where there is none.</summary>
    public long Head => Connection.ExecuteScalar<long?>("SELECT max(n) FROM journal") ?? 0;

    private protected SqliteConnection Connection { get; }

    /// <summary>When a fact was received; null where there is none.</summary>
    public Instant? ReceivedAt(long n) =>
        Connection.ExecuteScalar<long?>("SELECT at + delay FROM journal WHERE n >= @n ORDER BY n LIMIT 1", new { n }) is { } at
            ? Instant.FromUnixTimeMilliseconds(at) : null;

    /// <summary>Up to which fact a server has all; 0 for one that was never sent to.</summary>
    public long CursorOf(string server) =>
        Connection.ExecuteScalar<long?>("SELECT n FROM series_cursor WHERE server = @server", new { server }) ?? 0;

    /// <exception cref="IOException">The disk refuses; facts sent since the last time are sent once more after a restart.</exception>
    public void SaveCursor(string server, long n)
    {
        try
        {
            Connection.Execute(
                "INSERT INTO series_cursor(server, n) VALUES(@server, @n) ON CONFLICT DO UPDATE SET n = excluded.n", new { server, n });
        }
        catch (SqliteException failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    public virtual void Dispose()
    {
        Connection.Dispose();
        GC.SuppressFinalize(this);
    }
}
