using System.Buffers.Binary;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>The SQLite file: where it is, and how it is opened (write-ahead log, every commit synced to the disk).</summary>
public sealed class EstateDatabase
{
    private const int HeaderBytes = 100, UserVersionAt = 60;

    private readonly string _connectionString;
    private readonly bool _isReadOnly;

    /// <summary>Null for a database that is only looked at, or changed by a command.</summary>
    private volatile OpenFiles? _files;

    /// <summary>SQLITE_CANTOPEN.</summary>
    private const int CannotOpen = 14;

    static EstateDatabase() => SqliteCalls.Configure();

    /// <summary>Creates the file and brings its schema up to date.</summary>
    /// <exception cref="SchemaException">It is newer than this program, or could not be copied before the
    /// migration; nothing was changed.</exception>
    /// <param name="upgrade">Told, from 0 to 1, how far an older database is that takes its time.</param>
    public EstateDatabase(string path, IProgress<double>? upgrade = null)
        : this(path, Written(path, SqliteOpenMode.ReadWrite), isReadOnly: false)
    {
        RefuseNewer(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        // Made here and never again: one that vanishes later must not start over, empty, in silence.
        using var connection = Open(Written(path, SqliteOpenMode.ReadWriteCreate));
        Migrations.Run(connection, () => MigrationCopy.Make(this), progress: upgrade);
        _files = OpenFiles.Of(path);
    }

    private EstateDatabase(string path, string connectionString, bool isReadOnly) =>
        (Path, _connectionString, _isReadOnly) = (path, connectionString, isReadOnly);

    public string Path { get; }

    /// <summary>Commits are not synced: who makes it throws it away where that is cut short, and syncs it once when it is whole.</summary>
    public bool IsDraft { get; init; }

    /// <summary>The newest schema this program knows.</summary>
    public static int NewestSchema => Migrations.Newest;

    /// <summary>One that is there, as it is: nothing is created, nothing migrated.</summary>
    public static EstateDatabase Existing(string path) =>
        new(path, Written(path, SqliteOpenMode.ReadWrite), isReadOnly: false);

    /// <summary>One that is only looked at: not even SQLite's own files beside it are made, or left behind.</summary>
    public static EstateDatabase OpenReadOnly(string path)
    {
        // Without a log nobody writes, and a file that cannot change needs none of the files beside it.
        var isQuiet = !File.Exists(path + "-wal");
        var source = isQuiet
            ? $"file:{Uri.EscapeDataString(System.IO.Path.GetFullPath(path)).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1"
            : path;
        return new(
            path, new SqliteConnectionStringBuilder { DataSource = source, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString(),
            isReadOnly: true);
    }

    /// <summary>As it stands in the file, without opening it; null where there is no database.</summary>
    public static int? SchemaOf(string path)
    {
        if (!File.Exists(path))
            return null;
        // What a crash left in the log may be newer than the file; reading it that way writes nothing either.
        if (File.Exists(path + "-wal") && new FileInfo(path + "-wal").Length > 0)
            using (var connection = OpenReadOnly(path).Open())
                return connection.ExecuteScalar<int>("PRAGMA user_version");
        Span<byte> header = stackalloc byte[HeaderBytes];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes ? null
            : BinaryPrimitives.ReadInt32BigEndian(header[UserVersionAt..]);
    }

    /// <exception cref="SchemaException">A newer program has written this database; nothing was touched.</exception>
    public static void RefuseNewer(string path)
    {
        if (SchemaOf(path) is { } schema && schema > NewestSchema)
            throw new SchemaException(
                $"数据库 {path} 是更新版本的程序写的（结构版本 {schema}，本程序只认识到 {NewestSchema}）。什么都没有改动。请安装更新的程序，或恢复旧版本时的备份。\n"
                + $"The database {path} was written by a newer program (schema {schema}; this one knows {NewestSchema}). "
                + "Nothing was changed. Install the newer program again, or restore a backup of before (estate restore FILE)."
                + (File.Exists($"{path}.before-{schema}")
                    ? $" A copy of before the change is beside it: {System.IO.Path.GetFileName(path)}.before-{schema}"
                    : ""));
    }

    /// <summary>A file of it that is not where it was; null while all are.</summary>
    internal string? Missing => _files?.Problem;

    /// <summary>Somebody keeps a connection from now on, and with it the log.</summary>
    internal void IsHeldOpen() => _files = OpenFiles.WithLog(Path);

    internal void IsLetGo() => _files = OpenFiles.Of(Path);

    /// <exception cref="SqliteException">It cannot be opened, or is not the file it was.</exception>
    internal SqliteConnection Open() => Missing is { } problem ? throw new SqliteException(problem, CannotOpen) : Open(_connectionString);

    private static string Written(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = mode }.ToString();

    private SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        connection.Execute(_isReadOnly
            // Who only looks reads all of it once, every index against its table: that wants the indexes at hand, for as long as it lasts.
            ? "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA cache_size = -48000;"
            // Whole pages are logged however little changed, and copied once more per checkpoint: small pages and rare checkpoints spare
            // the card (decision 28).
            // What moves to another page leaves no copy behind: retention must find all there is of a person.
            : "PRAGMA page_size = 2048; PRAGMA secure_delete = FAST; PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_mode = WAL; "
                + $"PRAGMA synchronous = {(IsDraft ? "OFF" : "FULL")}; "
                + "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000;");
        return connection;
    }
}
