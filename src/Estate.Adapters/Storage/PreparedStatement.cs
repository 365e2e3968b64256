using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>A statement compiled once and run often with other values: $0, $1, … in the text.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    internal PreparedStatement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new SqliteParameter[parameters];
        for (var i = 0; i < parameters; i++)
            _parameters[i] = _command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i });
    }

    /// <summary>Rows changed.</summary>
    internal int Run(SqliteTransaction transaction, params ReadOnlySpan<object> values)
    {
        Bind(transaction, values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row; null where there is none.</summary>
    internal object? Value(SqliteTransaction transaction, params ReadOnlySpan<object> values)
    {
        Bind(transaction, values);
        return _command.ExecuteScalar();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(SqliteTransaction transaction, ReadOnlySpan<object> values)
    {
        _command.Transaction = transaction;
        for (var i = 0; i < _parameters.Length; i++)
            _parameters[i].Value = values[i];
    }
}
