using System.Security.Cryptography;
using Dapper;
using Estate.Adapters.Storage;
using Estate.TestKit;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

/// <summary>A newer program keeps a copy before it changes a database; an older one leaves a newer database alone.</summary>
public sealed class MigrationCopyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("estate.db");
    private string Copy => $"{Database}.before-{EstateDatabase.NewestSchema}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_database_is_copied_before_the_schema_changes()
    {
        MakeOlder();
        _ = new EstateDatabase(Database);
        Assert.Equal(EstateDatabase.NewestSchema, EstateDatabase.SchemaOf(Database));
        Assert.Equal(EstateDatabase.NewestSchema - 1, EstateDatabase.SchemaOf(Copy));
        Assert.Equal(7, TestDatabase.Count(Copy, "SELECT balance FROM account"));
        Assert.Equal(7, TestDatabase.Count(Database, "SELECT balance FROM account"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
    }

    [Fact]
    public void A_new_or_current_database_needs_no_copy()
    {
        _ = new EstateDatabase(Database);
        _ = new EstateDatabase(Database);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.before-*"));
    }

    [Fact]
    public void The_last_two_copies_and_foreign_files_are_kept()
    {
        foreach (var old in new[] { "2", "3", "holiday" })
            File.WriteAllText($"{Database}.before-{old}", "");
        MakeOlder();
        _ = new EstateDatabase(Database);
        Assert.Equal(
            new HashSet<string> { Copy, Database + ".before-3", Database + ".before-holiday" },
            Directory.GetFiles(_folder.Path, "*.before-*").ToHashSet());
    }

    [Fact]
    public void Without_a_copy_nothing_is_changed()
    {
        MakeOlder();
        // A folder in its place: the copy cannot get its name.
        Directory.CreateDirectory(Copy);
        var refused = Assert.Throws<SchemaException>(() => new EstateDatabase(Database));
        Assert.Contains("not changed", refused.Message, StringComparison.Ordinal);
        Assert.Contains("没有改动", refused.Message, StringComparison.Ordinal);
        Assert.Equal(EstateDatabase.NewestSchema - 1, EstateDatabase.SchemaOf(Database));
        Assert.False(File.Exists(Copy + ".new"));
        Directory.Delete(Copy);
        _ = new EstateDatabase(Database);
        Assert.True(File.Exists(Copy));
    }

    [Fact]
    public void A_failed_migration_changes_nothing()
    {
        // Before there were means of measurements.
        const int older = 8;
        MakeOlder(steps: EstateDatabase.NewestSchema - older);
        // In the way of one of the last of them.
        TestDatabase.Run(Database, "CREATE TABLE damaged_row(n INTEGER)");
        Assert.Throws<SqliteException>(() => new EstateDatabase(Database));
        Assert.Equal((older, older), (EstateDatabase.SchemaOf(Database), EstateDatabase.SchemaOf(Copy)));
        Assert.Equal(0, TestDatabase.Count(Database, "SELECT count(*) FROM sqlite_master WHERE name = 'rollup'"));
        TestDatabase.Run(Database, "DROP TABLE damaged_row");
        _ = new EstateDatabase(Database);
        Assert.Equal(EstateDatabase.NewestSchema, EstateDatabase.SchemaOf(Database));
        Assert.Equal(7, TestDatabase.Count(Database, "SELECT balance FROM account"));
    }

    [Fact]
    public void A_newer_database_is_refused_and_not_touched()
    {
        _ = new EstateDatabase(Database);
        TestDatabase.Run(Database, $"PRAGMA journal_mode = DELETE; PRAGMA user_version = {EstateDatabase.NewestSchema + 1}");
        var before = Fingerprint();
        var refused = Assert.Throws<SchemaException>(() => new EstateDatabase(Database));
        Assert.Contains("newer program", refused.Message, StringComparison.Ordinal);
        Assert.Contains("更新版本", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Fingerprint());
    }

    [Fact]
    public void A_newer_schema_in_the_WAL_is_recognised()
    {
        _ = new EstateDatabase(Database);
        using var newer = new SqliteConnection($"Data Source={Database};Pooling=False");
        newer.Execute($"PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = {EstateDatabase.NewestSchema + 1}");
        var before = Fingerprint();
        Assert.Throws<SchemaException>(() => new EstateDatabase(Database));
        Assert.Equal(before, Fingerprint());
    }

    [Fact]
    public void Opening_read_only_leaves_no_files_behind()
    {
        _ = new EstateDatabase(Database);
        var before = Fingerprint();
        Assert.Empty(DatabaseCheck.Run(EstateDatabase.OpenReadOnly(Database), new byte[32], isThorough: true).Problems);
        Assert.NotEmpty(SupportFigures.Counts(EstateDatabase.OpenReadOnly(Database)));
        Assert.Equal(before, Fingerprint());
    }

    /// <summary>As an earlier program left it, with something in it.</summary>
    private void MakeOlder(int steps = 1)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        connection.Execute("PRAGMA journal_mode = WAL");
        Migrations.Run(connection, upTo: EstateDatabase.NewestSchema - steps);
        connection.Execute("INSERT INTO account(name, balance) VALUES('household:h1', 7)");
    }

    private string Fingerprint() => string.Join('\n', Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal).Select(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        // The index of the log is SQLite's scratch pad.
        var hash = file.EndsWith("-shm", StringComparison.Ordinal) ? "" : Convert.ToHexString(SHA256.HashData(stream));
        return $"{Path.GetFileName(file)} {hash}";
    }));
}
