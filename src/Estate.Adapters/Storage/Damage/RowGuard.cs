using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage.Damage;

/// <summary>
/// What a start reads of a table, and how damaged rows are recognised: every value of its column's type, and a body that says what
/// the row's other columns say.
/// </summary>
/// <param name="Where">SQL for the rows a start reads.</param>
/// <param name="Check">Null for a row that is right, else what is not; called only where every type is.</param>
internal sealed record RowGuard(string Table, string Where, Func<StoredRow, string?> Check)
{
    /// <summary>Points would be wrong without it: it is not set aside, the gateway does not start.</summary>
    internal bool IsEssential { get; init; }

    /// <summary>SQL that keeps the place of a row set aside, where another must not get its number; over <c>@key</c>.</summary>
    internal string? Placeholder { get; init; }

    /// <summary>With the values of each row's key.</summary>
    internal IReadOnlyList<(DamagedRow Row, object[] Key)> Find(SqliteConnection connection)
    {
        var columns = TableColumns.Of(connection, Table);
        var found = new List<(DamagedRow, object[])>();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Names(columns)} FROM \"{Table}\" WHERE {Where}";
        using var rows = command.ExecuteReader();
        var values = new object[columns.Count];
        while (rows.Read())
        {
            rows.GetValues(values);
            if (ProblemOf(columns, values) is { } problem)
            {
                var key = columns.Index().Where(one => one.Item.IsKey).Select(one => values[one.Index]).ToArray();
                found.Add((new(Table, string.Join(' ', key.Select(Written)), problem), key));
            }
        }
        return found;
    }

    /// <summary>Out of its table, whole, as SQL would write each value.</summary>
    internal void SetAside(SqliteTransaction transaction, DamagedRow row, object[] key, long at)
    {
        var connection = transaction.Connection!;
        var columns = TableColumns.Of(connection, Table);
        var parameters = new DynamicParameters(new { at, row.Table, row.Key, row.Problem });
        foreach (var (index, value) in key.Index())
            parameters.Add($"key{index}", value);
        var same = string.Join(
            " AND ", columns.Where(column => column.IsKey).Select((column, index) => $"\"{column.Name}\" IS @key{index}"));
        var body = string.Join(", ", columns.Select(column => $"'{column.Name}', quote(\"{column.Name}\")"));
        connection.Execute(
            $"INSERT INTO damaged_row(at, source, key, problem, body) SELECT @at, @Table, @Key, @Problem, json_object({body}) FROM "
                + $"\"{Table}\" WHERE {same}; DELETE FROM \"{Table}\" WHERE {same}",
            parameters, transaction);
        if (Placeholder is not null)
            connection.Execute(Placeholder, new { key = key[0] }, transaction);
    }

    private string? ProblemOf(IReadOnlyList<TableColumn> columns, object[] values)
    {
        foreach (var (index, column) in columns.Index())
            if (column.ProblemOf(values[index]) is { } problem)
                return problem;
        try
        {
            return Check(new(columns, values));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whatever a reader makes of rubbish: it is no row of ours.
            return "it cannot be read";
        }
    }

    private static string Names(IEnumerable<TableColumn> columns) => string.Join(", ", columns.Select(column => $"\"{column.Name}\""));

    private static string Written(object value) => value switch
    {
        byte[] bytes => $"x'{Convert.ToHexStringLower(bytes)}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
