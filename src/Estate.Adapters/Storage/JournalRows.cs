using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>Entries of the journal in the order of their numbers, for who reads all of it.</summary>
internal sealed class JournalRows(SqliteConnection connection) : IDisposable
{
    // Not the view: it would put the whole body of every row together, and few are read.
    private readonly HeldStatement _rows = new(
        connection, "SELECT n, at, device << 32 | type, body FROM journal WHERE n > ?1 AND n <= ?2 ORDER BY n LIMIT ?3");

    internal long Number => SqliteCalls.Number(_rows.Address, 0);

    /// <summary>Milliseconds since 1970.</summary>
    internal long At => SqliteCalls.Number(_rows.Address, 1);

    /// <summary>The journal's numbers of device and type.</summary>
    internal (long Device, long Type) Series
    {
        get
        {
            var both = SqliteCalls.Number(_rows.Address, 2);
            return (both >> 32, both & uint.MaxValue);
        }
    }

    /// <summary>As it is kept, valid until the next row.</summary>
    internal ReadOnlySpan<byte> Body => SqliteCalls.Bytes(_rows.Address, 3);

    /// <summary>What follows one entry, up to another; <see cref="End"/> is due afterwards.</summary>
    internal void Begin(long after, long until, int limit)
    {
        _rows.Require(SqliteCalls.BindNumber(_rows.Address, 1, after));
        _rows.Require(SqliteCalls.BindNumber(_rows.Address, 2, until));
        _rows.Require(SqliteCalls.BindNumber(_rows.Address, 3, limit));
    }

    /// <inheritdoc cref="HeldStatement.Step"/>
    internal bool Read() => _rows.Step();

    /// <inheritdoc cref="HeldStatement.Reset"/>
    internal void End() => _rows.Reset();

    public void Dispose() => _rows.Dispose();
}
