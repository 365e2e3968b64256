using System.Text.Json;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using NodaTime;
using Xunit;

namespace Estate.Cli.Tests.Backup;

/// <summary>A backup each night, and people hear of it when there is none.</summary>
public sealed class NightlyBackupTests
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
        Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    [Fact]
    public async Task A_due_backup_is_made_at_the_start_and_not_again_the_same_day()
    {
        using var usb = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync($"backup: {{ folder: {usb.Path}, at: \"00:00\" }}");
        await Eventually.UntilAsync(() => Directory.GetFiles(usb.Path, "*.backup").Length == 1);
        await Eventually.UntilAsync(() => BackupRecords.LastGood(gateway.Data) is not null);
        Assert.Equal("ok", await HealthAsync(gateway));
        await gateway.RestartAsync();
        await Eventually.UntilAsync(() => gateway.GetAsync("/healthz"), body =>
            body.Contains("\"backup\":\"ok\"", StringComparison.Ordinal));
        Assert.Single(Directory.GetFiles(usb.Path));
    }

    [Fact]
    public async Task A_missing_backup_disk_raises_an_alert_until_it_is_back()
    {
        using var usb = new TemporaryFolder();
        var folder = usb.File("estate");
        await using var gateway = await RunningGateway.StartAsync($"backup: {{ folder: {folder}, at: \"00:00\" }}");
        Assert.Contains(
            "is the USB disk plugged in", await Eventually.UntilAsync(() => HealthAsync(gateway), text => text != "ok"),
            StringComparison.Ordinal);
        await Eventually.UntilAsync(() => AlertsAsync(gateway), IsActive);
        Assert.False(Directory.Exists(folder));
        Directory.CreateDirectory(folder);
        await gateway.RestartAsync();
        await Eventually.UntilAsync(() => Directory.GetFiles(folder, "*.backup").Length == 1);
        await Eventually.UntilAsync(() => HealthAsync(gateway), text => text == "ok");
        await Eventually.UntilAsync(() => AlertsAsync(gateway), alerts => !IsActive(alerts), seconds: 60);
    }

    [Fact]
    public async Task A_failing_backup_is_late_after_two_days_and_not_before()
    {
        using var usb = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync($"backup: {{ folder: {usb.Path}, at: \"00:00\" }}");
        await Eventually.UntilAsync(() => BackupRecords.LastGood(gateway.Data) is not null);
        // A file in the place of its working folder: from now on none can be made.
        await File.WriteAllTextAsync(Path.Combine(gateway.Data.Root, BackupMaker.WorkFolder), "");
        foreach (var (hours, isLate) in new[] { (47, false), (49, true) })
        {
            BackupRecords.Write(
                gateway.Data, Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) - Duration.FromHours(hours), null, null);
            await gateway.RestartAsync();
            await Eventually.UntilAsync(() => BackupRecords.Last(gateway.Data)?.Problem is not null);
            if (isLate)
                Assert.Contains(
                    "the last good backup: 2", await Eventually.UntilAsync(() => HealthAsync(gateway), text => text != "ok"),
                    StringComparison.Ordinal);
            else
                Assert.Equal("ok", await HealthAsync(gateway));
        }
    }

    [Fact]
    public void A_backup_is_due_by_the_estates_local_time()
    {
        var plan = new BackupPlan("/x", new LocalTime(3, 30), 14);
        Assert.Equal(Instant.FromUtc(2026, 11, 25, 19, 30), plan.LastDue(Instant.FromUtc(2026, 11, 25, 19, 30), Shanghai));
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 19, 30), plan.LastDue(Instant.FromUtc(2026, 11, 25, 19, 29), Shanghai));
        // The hour that the night of spring skips, and the one that the night of autumn has twice.
        var early = plan with { At = new LocalTime(2, 30) };
        Assert.Equal(Instant.FromUtc(2026, 3, 29, 1, 30), early.LastDue(Instant.FromUtc(2026, 3, 29, 12, 0), Berlin));
        Assert.Equal(
            early.LastDue(Instant.FromUtc(2026, 10, 25, 0, 31), Berlin), early.LastDue(Instant.FromUtc(2026, 10, 25, 12, 0), Berlin));
    }

    [Theory]
    [InlineData("{ folder: usb }", "backup.folder: 'usb' is not a whole path")]
    [InlineData("{ folder: /x, at: \"25:00\" }", "backup.at: '25:00' is not a time")]
    [InlineData("{ folder: /x, keep: 0 }", "backup.keep: 1 to 1000")]
    public void Errors_in_the_backup_section_are_reported_with_their_place(string section, string mistake) =>
        Assert.Contains(
            mistake, Assert.Throws<ConfigurationException>(() => new EstateOnDisk(more: $"backup: {section}")).Message,
            StringComparison.Ordinal);

    private static async Task<string> HealthAsync(RunningGateway gateway) =>
        JsonDocument.Parse(await gateway.HealthAsync()).RootElement.GetProperty("backup").GetString()!;

    private static bool IsActive(string alerts) => JsonDocument.Parse(alerts).RootElement.GetProperty("open").EnumerateArray()
        .Any(alert => alert.GetProperty("type").GetString() == "backup_late" && alert.GetProperty("active").GetBoolean());

    private static async Task<string> AlertsAsync(RunningGateway gateway) =>
        (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetRawText();
}
