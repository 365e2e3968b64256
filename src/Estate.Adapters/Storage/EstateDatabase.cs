using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>The SQLite file: where it is, and how it is opened (write-ahead log, every commit synced to the disk).</summary>
public sealed class EstateDatabase
{
    private readonly string _connectionString;

    /// <summary>Creates the file and brings its schema up to date.</summary>
    public EstateDatabase(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        using var connection = Open();
        Migrations.Run(connection);
    }

    public string Path { get; }

    internal SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000;");
        return connection;
    }
}
