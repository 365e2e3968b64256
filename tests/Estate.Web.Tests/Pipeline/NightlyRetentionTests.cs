using Estate.Gateway;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline.Nightly;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Pipeline;

/// <summary>What is due goes while the gateway runs, seen in its audit and figures; old backups go, the newest never.</summary>
public sealed class NightlyRetentionTests
{
    private const string OldTap = """
        INSERT INTO fact(n, at, received, device, slice, body, type) VALUES(
            0, 0, 0, 'bins/station-1', 'bins', '{"type":"card_tapped","session":"s","card":"00112233445566778899aabbccddeeff"}',
            'card_tapped')
        """;

    [Fact]
    public async Task A_missed_night_is_made_up_for()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database, OldTap);
        // By a clock that nobody sets, nothing is old.
        gateway.Platform = new PlatformServices(TimeProvider.System, () => false);
        await gateway.StartGatewayAsync();
        await gateway.StopGatewayAsync();
        Assert.Equal(1, TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM fact WHERE instr(body, '00112233')"));
        gateway.Platform = new PlatformServices(TimeProvider.System, () => true);
        await gateway.StartGatewayAsync();
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_retention_erased"), erased => erased == 1);
        Assert.Equal(0, await gateway.MetricAsync("estate_retention_left"));
        Assert.Equal(0, TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM fact WHERE instr(body, '00112233')"));
        Assert.Equal(
            1, TestDatabase.Count(
                gateway.Data.Database, "SELECT count(*) FROM audit WHERE action = 'retention' AND target = 'nothing_left'"));
    }

    [Fact]
    public void Retention_is_due_once_a_night()
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        Assert.Equal(Instant.FromUtc(2026, 3, 1, 19, 10), NightlyRetention.LastDue(Instant.FromUtc(2026, 3, 2, 19, 9), zone));
        Assert.Equal(Instant.FromUtc(2026, 3, 2, 19, 10), NightlyRetention.LastDue(Instant.FromUtc(2026, 3, 2, 19, 10), zone));
    }

    [Fact]
    public void Old_backups_and_copies_are_deleted_and_the_newest_backup_never()
    {
        using var folder = new TemporaryFolder();
        var (data, backups) = (new DataFolder(folder.File("var")), Directory.CreateDirectory(folder.File("backups")).FullName);
        Directory.CreateDirectory(data.Root);
        foreach (var name in new[] { "s-2026-01-01T030000.backup", "s-2026-05-01T030000.backup", "other-2026-01-01T030000.backup",
            "notes.txt" })
            File.WriteAllText(Path.Combine(backups, name), "");
        File.WriteAllText(data.Database + ".before-9", "");
        File.SetLastWriteTimeUtc(data.Database + ".before-9", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.WriteAllText(
            folder.File("estate.yaml"),
            $"site: s\nhouseholds: 1\ndevices: [ {{ id: bins/a }} ]\nbackup: {{ folder: {backups}, keep: 100 }}\n");
        var copies = new OldCopies(EstateFileReader.Read(folder.File("estate.yaml")), data);

        Assert.Equal(
            ["s-2026-01-01T030000.backup", "estate.db.before-9"], copies.Due(Instant.FromUtc(2026, 6, 1, 0, 0)).Select(Path.GetFileName));
        Assert.Equal(
            ["s-2026-01-01T030000.backup", "estate.db.before-9"], copies.Due(Instant.FromUtc(2030, 6, 1, 0, 0)).Select(Path.GetFileName));
        Assert.Empty(copies.Due(Instant.FromUtc(2026, 2, 1, 0, 0)));
        Directory.CreateDirectory(data.Root + ".before-2026-01-01T120000");
        Assert.Equal(["var.before-2026-01-01T120000"], copies.MovedAside(Instant.FromUtc(2026, 6, 1, 0, 0)).Select(Path.GetFileName));
        Assert.Empty(copies.MovedAside(Instant.FromUtc(2026, 2, 1, 0, 0)));
        Directory.Delete(backups, recursive: true);
        Assert.Contains(
            "plugged in", Assert.Throws<DirectoryNotFoundException>(() => copies.Due(Instant.FromUtc(2026, 2, 1, 0, 0))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "s-2026-01-01T030000.backup s-2026-01-02T030000.backup s-2026-01-03T030000.backup")]
    [InlineData(false, "s-2026-01-02T030000.backup")]
    public void Pre_upgrade_backups_are_deleted_too_where_there_are_nightly_ones(bool isNightly, string due)
    {
        using var folder = new TemporaryFolder();
        var (nightly, upgrades) = (
            Directory.CreateDirectory(folder.File("nightly")).FullName, Directory.CreateDirectory(folder.File("upgrades")).FullName);
        foreach (var name in new[] { "s-2026-01-01T030000.backup", "s-2026-01-04T030000.backup" })
            File.WriteAllText(Path.Combine(nightly, name), "");
        foreach (var name in new[] { "s-2026-01-02T030000.backup", "s-2026-01-03T030000.backup" })
            File.WriteAllText(Path.Combine(upgrades, name), "");
        File.WriteAllText(
            folder.File("estate.yaml"),
            $"site: s\nhouseholds: 1\ndevices: [ {{ id: bins/a }} ]\n{(isNightly ? $"backup: {{ folder: {nightly} }}\n" : "")}");
        var copies = new OldCopies(
            EstateFileReader.Read(folder.File("estate.yaml")), new DataFolder(folder.File("var")))
        { Upgrades = upgrades };
        Assert.Equal(
            due, string.Join(' ', copies.Due(Instant.FromUtc(2026, 6, 1, 0, 0)).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
        Assert.Equal(
            "/var/backups/estate",
            new OldCopies(EstateFileReader.Read(folder.File("estate.yaml")), new DataFolder("/var/lib/estate")).Upgrades);
    }
}
