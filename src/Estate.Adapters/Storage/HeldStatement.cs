using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Estate.Adapters.Storage;

/// <summary>
/// A statement compiled once and held by its address until the end, so that nothing counts its users up and down at each call.
/// </summary>
internal sealed class HeldStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    internal HeldStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Require(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        var isHeld = false;
        _statement.DangerousAddRef(ref isHeld);
        Address = _statement.DangerousGetHandle();
    }

    /// <summary>For <see cref="SqliteCalls"/>.</summary>
    internal nint Address { get; }

    /// <summary>Rows changed by the last one that ran.</summary>
    internal int Changes => raw.sqlite3_changes(_database);

    /// <summary>Where the value of a name goes: SQLite counts parameters as they appear in the text.</summary>
    internal int PlaceOf(string name) => raw.sqlite3_bind_parameter_index(_statement, name);

    /// <returns>Whether there is a row.</returns>
    /// <exception cref="SqliteException">Nothing was changed; the disk refuses, or the row cannot be as it is.</exception>
    internal bool Step()
    {
        var result = SqliteCalls.Step(Address);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            Require(result);
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Lets go of what was read: a reader that stays keeps the log from being emptied.</summary>
    internal void Reset() => _ = SqliteCalls.Reset(Address);

    /// <exception cref="SqliteException">Says what SQLite says of the result.</exception>
    internal void Require(int result) => SqliteException.ThrowExceptionForRC(result, _database);

    public void Dispose()
    {
        if (_statement.IsClosed)
            return;
        _statement.DangerousRelease();
        _statement.Dispose();
    }
}
