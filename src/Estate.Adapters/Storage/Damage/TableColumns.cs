using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage.Damage;

/// <summary>A column as it was declared. SQLite itself takes any value anywhere.</summary>
/// <param name="Type">What <c>typeof</c> says of its values.</param>
internal sealed record TableColumn(string Name, string Type, bool MayBeNull, bool IsKey)
{
    /// <summary>SQL that is true for a value of another type.</summary>
    internal string IsOfAnotherType => $"typeof(\"{Name}\") NOT IN ('{Type}'{(MayBeNull ? ", 'null'" : "")})";

    /// <summary>Null for a value of its type.</summary>
    internal string? ProblemOf(object value)
    {
        var type = value switch { long => "integer", double => "real", string => "text", byte[] => "blob", _ => "null" };
        return type == Type || (MayBeNull && type == "null") ? null : $"{Name} is {type}, not {Type}";
    }
}

/// <summary>What the database says of its own tables.</summary>
internal static class TableColumns
{
    internal static IReadOnlyList<TableColumn> Of(SqliteConnection connection, string table) =>
        [.. connection.Query<(string Name, string Type, bool IsNotNull, long Key)>(
            "SELECT name, type, \"notnull\", pk FROM pragma_table_info(@table)", new { table })
            .Select(row => new TableColumn(row.Name, row.Type.ToLowerInvariant(), !row.IsNotNull && row.Key == 0, row.Key > 0))];

    /// <summary>Those of the estate; SQLite's own are left out.</summary>
    internal static IReadOnlyList<string> Tables(SqliteConnection connection) =>
        [.. connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")];
}
