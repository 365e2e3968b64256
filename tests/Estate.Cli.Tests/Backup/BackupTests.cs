using System.Text;
using Estate.Adapters.Storage;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Cli.Tests.Backup;

/// <summary>What goes into a backup comes out of it; what must not be there is not.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly EstateOnDisk _estate = new();

    public void Dispose() => _estate.Dispose();

    [Fact]
    public void A_restore_brings_back_exactly_what_was_backed_up()
    {
        var (verdict, before) = (_estate.Maker.Make(_estate.Usb, null, default), EstateOnDisk.FingerprintOf(_estate.Data.Root));
        Assert.Null(verdict.Problem);
        Assert.Matches(@"test-\d{4}-\d\d-\d\dT\d{6}\.backup$", verdict.File);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(verdict.File));
        var restored = _estate.Restore(verdict.File);
        Assert.Equal(
            (_estate.Model.Site, verdict.Figures, 0, 0),
            (restored.Manifest.Site, restored.Manifest.Figures, restored.Problems.Count, restored.MovedAside.Count));
        // All files but this machine's own, and the database: that has one line more in its audit.
        static IEnumerable<string> Files(string fingerprint) =>
            fingerprint.Split('\n').Where(line => !line.EndsWith(' ') && !line.StartsWith("backup.json", StringComparison.Ordinal)
                && !line.StartsWith(DataFolder.LockFile, StringComparison.Ordinal)
                && !line.StartsWith("estate.db", StringComparison.Ordinal));
        Assert.Equal(Files(before), Files(EstateOnDisk.FingerprintOf(_estate.Elsewhere("new/var"))));
        Assert.Equal(
            ["estate.yaml", "influx.token", "rules/ours.yaml"],
            Directory.GetFiles(_estate.Elsewhere("new/etc"), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_estate.Elsewhere("new/etc"), path)).Order(StringComparer.Ordinal));
        var folder = new DataFolder(_estate.Elsewhere("new/var"));
        Assert.Equal(new LedgerVerdict(3, 2, 15, null), LedgerAudit.Run(EstateDatabase.Existing(folder.Database)));
        var chain = new AuditChain(EstateDatabase.Existing(folder.Database), folder.AuditKey());
        Assert.Null(chain.Verify(verdict.Figures.AuditHead).Problem);
        Assert.Equal("estate_restored", chain.Read(long.MaxValue, 1).Single().Entry.Action);
    }

    [Fact]
    public void A_backup_is_unreadable_without_the_key()
    {
        var closed = Encoding.Latin1.GetString(File.ReadAllBytes(_estate.Back()));
        foreach (var known in new[] { "SQLite", "household", "token-of-influx", "secrets", "card",
            Encoding.Latin1.GetString(_estate.Data.BackupKey().ToBytes()), Encoding.Latin1.GetString(_estate.Data.EventKey()) })
            Assert.DoesNotContain(known, closed[closed.IndexOf('}', StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.NotEqual(
            File.ReadAllBytes(_estate.Maker.Make(Path.Combine(_estate.Usb, "a"), null, default).File)[^64..],
            File.ReadAllBytes(_estate.Maker.Make(Path.Combine(_estate.Usb, "b"), null, default).File)[^64..]);
    }

    [Fact]
    public void A_missing_disk_and_an_existing_file_are_reported()
    {
        Assert.Contains(
            "is the USB disk plugged in",
            Assert.Throws<IOException>(() => _estate.Maker.Make(_estate.Elsewhere("nowhere") + "/", null, default)).Message,
            StringComparison.Ordinal);
        var file = _estate.Back();
        var before = File.ReadAllBytes(file);
        Assert.Contains(
            "not written over", Assert.Throws<IOException>(() => _estate.Maker.Make(file, null, default)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file));
    }

    [Fact]
    public void Old_backups_are_pruned_and_other_files_are_left_alone()
    {
        foreach (var name in new[] { "test-2026-01-01T033000.backup", "test-2026-01-02T033000.backup", "test-2026-01-03T033000.backup",
            "other-2026-01-01T033000.backup", "test-notes.backup", "photo.jpg" })
            File.WriteAllText(Path.Combine(_estate.Usb, name), "");
        var made = _estate.Maker.Make(_estate.Usb, keep: 2, default).File;
        Assert.Equal(
            ["other-2026-01-01T033000.backup", "photo.jpg", "test-2026-01-03T033000.backup", Path.GetFileName(made), "test-notes.backup"],
            Directory.GetFiles(_estate.Usb).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_backup_of_a_damaged_estate_is_marked_and_replaces_no_good_one()
    {
        var good = _estate.Back();
        File.Move(good, good = Path.Combine(_estate.Usb, "test-2026-01-01T033000.backup"));
        TestDatabase.Run(_estate.Data.Database, "UPDATE account SET balance = balance + 1 WHERE name LIKE 'household%'");
        var verdict = _estate.Maker.Make(_estate.Usb, keep: 1, default);
        Assert.Contains("1 of 2 accounts do not hold", verdict.Problem, StringComparison.Ordinal);
        Assert.True(File.Exists(good) && File.Exists(verdict.File));
        Assert.Contains("1 of 2 accounts", BackupRecords.Last(_estate.Data)!.Problem, StringComparison.Ordinal);
        Assert.NotNull(BackupRecords.LastGood(_estate.Data));
        Assert.Contains("1 of 2 accounts", Assert.Single(_estate.Restore(verdict.File).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_backup_blocks_nothing_and_leaves_no_files()
    {
        Directory.CreateDirectory(Path.Combine(_estate.Data.Root, BackupMaker.WorkFolder));
        File.WriteAllText(Path.Combine(_estate.Data.Root, BackupMaker.WorkFolder, "estate.db"), "half");
        File.WriteAllText(Path.Combine(_estate.Usb, "test-2026-01-01T033000.backup.part"), "half");
        _estate.Back();
        Assert.False(Directory.Exists(Path.Combine(_estate.Data.Root, BackupMaker.WorkFolder)));
        Assert.Single(Directory.GetFiles(_estate.Usb));
        Assert.False(File.Exists(Path.Combine(_estate.Data.Root, BackupMaker.LockFile)));
    }

    [Fact]
    public void Concurrent_backups_do_not_disturb_each_other()
    {
        using (new FileStream(Path.Combine(_estate.Data.Root, BackupMaker.LockFile), FileMode.Create, FileAccess.Write, FileShare.None))
            Assert.Contains(
                "Another backup is under way", Assert.Throws<IOException>(() => _estate.Back()).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_estate.Usb));
        Assert.Null(BackupRecords.Last(_estate.Data));
        _estate.Back();
    }

    [Fact]
    public async Task Every_file_of_a_running_gateway_is_backed_up_or_listed_as_left_behind()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Empty(Unlisted(gateway.Data.Root));
        File.WriteAllText(Path.Combine(gateway.Data.Root, "new-feature.json"), "");
        Assert.Equal(["new-feature.json"], Unlisted(gateway.Data.Root));
    }

    private static IEnumerable<string?> Unlisted(string folder) => Directory.GetFileSystemEntries(folder).Select(Path.GetFileName)
        .Except([.. BackupContents.Folders, .. BackupContents.Files, .. BackupContents.LeftBehind, "estate.db"]);
}
