using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Estate.Adapters.Storage;

/// <summary>
/// A statement compiled once and run often with other values: $0, $1, … in the text. Straight on SQLite: a parameter object for each value
/// costs more than writing the row. Only within a transaction that may write, so that it is never busy.
/// </summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Where each value goes: SQLite counts parameters as they appear in the text.</summary>
    private readonly int[] _places;

    internal PreparedStatement(SqliteConnection connection, string sql, int parameters)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), _database);
        _places = new int[parameters];
        for (var i = 0; i < parameters; i++)
            _places[i] = raw.sqlite3_bind_parameter_index(_statement, "$" + i);
    }

    /// <summary>Rows changed.</summary>
    /// <exception cref="SqliteException">Nothing was changed.</exception>
    internal int Run(params ReadOnlySpan<StoredValue> values)
    {
        try
        {
            Step(values);
            return raw.sqlite3_changes(_database);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>The first column of the first row; null where there is none.</summary>
    /// <exception cref="SqliteException">Nothing was changed.</exception>
    internal long? Number(params ReadOnlySpan<StoredValue> values)
    {
        try
        {
            return Step(values) && raw.sqlite3_column_type(_statement, 0) != raw.SQLITE_NULL ? raw.sqlite3_column_int64(_statement, 0)
                : null;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <inheritdoc cref="Number"/>
    internal byte[]? Bytes(params ReadOnlySpan<StoredValue> values)
    {
        try
        {
            return Step(values) ? raw.sqlite3_column_blob(_statement, 0).ToArray() : null;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    /// <returns>Whether there is a row.</returns>
    private bool Step(ReadOnlySpan<StoredValue> values)
    {
        for (var i = 0; i < _places.Length; i++)
            SqliteException.ThrowExceptionForRC(values[i].Bind(_statement, _places[i]), _database);
        var result = raw.sqlite3_step(_statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            SqliteException.ThrowExceptionForRC(result, _database);
        return result == raw.SQLITE_ROW;
    }
}
