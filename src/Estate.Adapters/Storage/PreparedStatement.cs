using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>
/// A statement compiled once and run often with other values: $0, $1, … in the text. Straight on SQLite: a parameter object for each value
/// costs more than writing the row. Only within a transaction that may write, so that it is never busy.
/// </summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly HeldStatement _statement;

    /// <summary>Where each value goes.</summary>
    private readonly int[] _places;

    internal PreparedStatement(SqliteConnection connection, string sql, int parameters)
    {
        _statement = new(connection, sql);
        _places = new int[parameters];
        for (var i = 0; i < parameters; i++)
            _places[i] = _statement.PlaceOf("$" + i);
    }

    /// <summary>Rows changed.</summary>
    /// <exception cref="SqliteException">Nothing was changed.</exception>
    internal int Run(params ReadOnlySpan<StoredValue> values)
    {
        try
        {
            Step(values);
            return _statement.Changes;
        }
        finally
        {
            _statement.Reset();
        }
    }

    /// <summary>The first column of the first row; null where there is none.</summary>
    /// <exception cref="SqliteException">Nothing was changed.</exception>
    internal long? Number(params ReadOnlySpan<StoredValue> values)
    {
        try
        {
            return Step(values) && !SqliteCalls.IsNull(_statement.Address, 0) ? SqliteCalls.Number(_statement.Address, 0) : null;
        }
        finally
        {
            _statement.Reset();
        }
    }

    /// <inheritdoc cref="Number"/>
    internal byte[]? Bytes(params ReadOnlySpan<StoredValue> values)
    {
        try
        {
            return Step(values) ? SqliteCalls.Bytes(_statement.Address, 0).ToArray() : null;
        }
        finally
        {
            _statement.Reset();
        }
    }

    public void Dispose() => _statement.Dispose();

    /// <returns>Whether there is a row.</returns>
    private bool Step(ReadOnlySpan<StoredValue> values)
    {
        for (var i = 0; i < _places.Length; i++)
            _statement.Require(values[i].Bind(_statement.Address, _places[i]));
        return _statement.Step();
    }
}
