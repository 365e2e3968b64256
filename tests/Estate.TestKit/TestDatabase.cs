using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.TestKit;

/// <summary>A second hand on a gateway's database file: to look, and to plant trouble.</summary>
public static class TestDatabase
{
    public static void Run(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Execute(sql);
    }

    /// <summary>Until disposed, whoever wants to write waits: a disk that answers nothing.</summary>
    public static IDisposable Lock(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        connection.Execute("BEGIN IMMEDIATE");
        return connection;
    }

    /// <summary>The one number a query answers with; cannot write.</summary>
    public static long Count(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        return connection.ExecuteScalar<long>(sql);
    }
}
