using System.Globalization;
using Estate.Adapters.Mqtt;
using Estate.Adapters.Systemd;
using Estate.Cli.Commands;
using Estate.Cli.Doctor;
using Estate.Cli.Tests.Backup;
using Estate.Cli.Tests.Commands;
using Estate.Domain.Devices;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Cli.Tests.Doctor;

/// <summary>What is well is called so, each trouble is found by its line, and nothing is changed by looking.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task A_healthy_gateway_is_reported_in_both_languages()
    {
        using var usb = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync($"backup: {{ folder: {usb.Path}, at: \"00:00\" }}");
        await Eventually.UntilAsync(() => BackupRecords.LastGood(gateway.Data) is not null);
        var findings = await FindingsAsync(gateway.Data, gateway.EstateFile, gateway.Url);
        Assert.Equal(DoctorRunner.Checks.Count, findings.Count);
        Assert.Equal(["Recovery key"], findings.Where(one => one.Value.Level == Level.Wrong).Select(one => one.Key));
        var (printed, said) = await GatewayProgram.RunAsync(
            null, "backup", "key", "--data", gateway.Data.Root, "--to", usb.File("sheet.html"));
        Assert.True(printed == 0, said);
        Assert.Contains(gateway.Data.BackupKey().Sheet[2], await File.ReadAllTextAsync(usb.File("sheet.html")), StringComparison.Ordinal);
        var (result, output) = await GatewayProgram.RunAsync(
            null, "doctor", "--thorough", "--estate", gateway.EstateFile, "--data", gateway.Data.Root, "--url", gateway.Url);
        Assert.True(result == 0, output);
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^(ok    |warn  |      → ).*", line));
        Assert.Contains("积分账目 / Ledger", output, StringComparison.Ordinal);
        var (_, chinese) = await GatewayProgram.RunAsync(
            null, "doctor", "--lang", "zh", "--estate", gateway.EstateFile, "--data", gateway.Data.Root, "--url", gateway.Url);
        Assert.DoesNotContain("Ledger", chinese, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Troubles => new()
    {
        { "Configuration", "file" },
        { "Gateway", "" },
        { "Ledger", "sql:UPDATE account SET balance = balance + 1 WHERE name LIKE 'household%'" },
        { "Audit", "sql:UPDATE audit SET by = 'wang'" },
        { "Damaged rows",
        "sql:INSERT INTO damaged_row(at, source, key, problem, body) VALUES(1, 'card', 'spoilt', 'it is nobody''s', '{}')" },
        { "Database schema", "sql:PRAGMA user_version = 99" },
        { "Database file", "noise" },
        { "Who may read the secrets", "open" },
        { "Who may read the secrets", "token" },
        { "Broker (mosquitto)", "" },
        { "Last backup", "" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Each_problem_is_an_error_with_advice_and_checking_changes_nothing(string check, string trouble)
    {
        using var estate = new EstateOnDisk();
        Plant(estate, trouble);
        var before = estate.Fingerprint();
        var finding = (await FindingsAsync(estate.Data, estate.EstateFile, "http://127.0.0.1:1"))[check];
        Assert.Equal(Level.Wrong, finding.Level);
        Assert.NotNull(finding.Todo);
        Assert.Equal(before, estate.Fingerprint());
    }

    [Fact]
    public async Task A_problem_that_can_wait_is_a_warning()
    {
        using var estate = new EstateOnDisk(more: $"backup: {{ folder: {Path.GetTempPath()} }}");
        TestDatabase.Run(estate.Data.Database,
            $"""
            INSERT INTO state(device, presence, body) VALUES(
                'bins/station-1',
                '{System.Text.Json.JsonSerializer.Serialize(new Presence { IsSilent = true }, DeviceJson.Default.Presence)}', '');
            INSERT INTO outbox(id, at, notifier, body) VALUES('1', 0, 'duty', '');
            """);
        var findings = await FindingsAsync(estate.Data, estate.EstateFile, "http://127.0.0.1:1");
        Assert.Equal(Level.Warn, findings["Silent devices"].Level);
        Assert.Contains("1 of 1: bins/station-1", findings["Silent devices"].Said.En, StringComparison.Ordinal);
        Assert.Equal(Level.Warn, findings["Notifications not delivered"].Level);
        Assert.Equal(Level.Warn, findings["Time-series server"].Level);
        Assert.Contains("same disk", findings["Where backups go"].Said.En, StringComparison.Ordinal);
        Assert.Equal(Level.Ok, findings["Database file"].Level);
        Assert.Equal(Level.Ok, findings["Owner of the data folder"].Level);
    }

    [Theory]
    [InlineData("", true, "no step names duty, am: told only what a rule sends it")]
    [InlineData(", notify: [duty]", true, "no step names am: told only what a rule sends it")]
    [InlineData(", notify: [am, duty]", false, "each is in a step of the ladder")]
    public async Task A_notifier_that_no_step_names_is_a_warning(string notify, bool isWarning, string said)
    {
        using var estate = new EstateOnDisk(more: $$"""
            alerts:
              ladder: [ { zh: 值班台, en: Desk, after_min: 0, from: low{{notify}} } ]
              notifiers: [ { name: duty, type: wecom }, { name: am, type: alertmanager, url: "http://127.0.0.1:1" } ]
            """);
        var finding = (await FindingsAsync(estate.Data, estate.EstateFile, "http://127.0.0.1:1"))["Notifiers"];
        Assert.Equal((isWarning ? Level.Warn : Level.Ok, said), (finding.Level, finding.Said.En));
    }

    [Theory]
    [InlineData("", true, "trapped, help_called: no ladder of its own, so it climbs as slowly as any other")]
    [InlineData("{ for: [trapped], steps: [ { zh: 救援, en: Rescue, after_min: 0 } ] }", true,
        "help_called: no ladder of its own, so it climbs as slowly as any other")]
    [InlineData("{ for: [help_called, trapped], steps: [ { zh: 救援, en: Rescue, after_min: 0 } ] }", false, "none is missing")]
    public async Task People_in_danger_without_a_ladder_of_their_own_are_a_warning(string ladder, bool isWarning, string said)
    {
        using var estate = new EstateOnDisk(more: $"alerts: {{ ladders: [ {ladder} ] }}", devices: ["lift/l1", "call-button/b1"]);
        var finding = (await FindingsAsync(estate.Data, estate.EstateFile, "http://127.0.0.1:1"))["Ladders for people in danger"];
        Assert.Equal((isWarning ? Level.Warn : Level.Ok, said), (finding.Level, finding.Said.En));
    }

    [Fact]
    public async Task An_unwritable_backup_folder_is_reported_for_the_service_user()
    {
        using var estate = new EstateOnDisk(more: "backup: { folder: /proc }");
        var finding = (await FindingsAsync(estate.Data, estate.EstateFile, "http://127.0.0.1:1"))["Where backups go"];
        Assert.Equal(Level.Wrong, finding.Level);
        Assert.Contains($"(user {Environment.UserName}) cannot write to /proc", finding.Said.En, StringComparison.Ordinal);
        Assert.Contains("chown", finding.Todo!.Value.En, StringComparison.Ordinal);
        if (!Environment.IsPrivilegedProcess)
            return;
        // Root may write where the gateway may not: that proves nothing, and is not asked.
        ForeignProgram.Ask("chown", "nobody", estate.Data.Root);
        Assert.NotEqual(Level.Wrong, (await FindingsAsync(estate.Data, estate.EstateFile, "http://127.0.0.1:1"))["Where backups go"].Level);
    }

    [Fact]
    public async Task The_broker_is_probed_without_disconnecting_a_running_gateway()
    {
        await using var gateway = await RunningGateway.StartWithTlsAsync();
        _ = await gateway.StationAsync();
        var link = gateway.Services.GetRequiredService<MqttLink>();
        var connection = link.Connection;
        var findings = await FindingsAsync(gateway.Data, gateway.EstateFile, "http://127.0.0.1:1");
        Assert.Equal(Level.Ok, findings["Broker (mosquitto)"].Level);
        Assert.Contains("http://127.0.0.1:1/ does not answer", findings["Gateway"].Said.En, StringComparison.Ordinal);
        var topics = await RetainedMessages.FindAsync(
            "test", (gateway.Model.BrokerFor(gateway.Data), gateway.Data.GatewayPassword()), null, TimeProvider.System, default);
        Assert.Contains("estate/test/bins/station-1/status", topics);
        Assert.Equal(connection, link.Connection);
    }

    [Fact]
    public async Task A_healthy_part_with_a_remark_is_not_an_error()
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Server.FreePort()}");
        await using var gateway = WebApplication.CreateSlimBuilder().Build();
        gateway.Urls.Add(url);
        gateway.MapGet("/healthz", () =>
            Results.Text(
                """{"status":"degraded","storage":"the disk is full","time_series":"ok; about 200 older points are still to be sent"}""",
                "application/json"));
        await gateway.StartAsync();
        using var estate = new EstateOnDisk();
        Assert.Equal("runs, but storage: the disk is full", (await FindingsAsync(estate.Data, estate.EstateFile, url))["Gateway"].Said.En);
    }

    [Theory]
    [InlineData("http://192.168.1.5:8090", "http://192.168.1.5:8090/")]
    [InlineData("http://*:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://0.0.0.0:81;https://pi.local:443", "http://127.0.0.1:81/")]
    [InlineData("http://[::]:8080/", "http://127.0.0.1:8080/")]
    [InlineData("localhost:8080", null)]
    [InlineData("8080", null)]
    public void A_listen_address_is_turned_into_one_to_query(string told, string? asked)
    {
        if (asked is not null)
            Assert.Equal(asked, CommonOptions.Address(told).ToString());
        else
            Assert.Contains(
                "ESTATE_URL", Assert.Throws<ConfigurationException>(() => CommonOptions.Address(told)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_check_has_a_name_in_both_languages() =>
        Assert.All(DoctorRunner.Checks, check =>
            Assert.True(check.Name.Zh.Any(letter => letter > 0x4e00) && check.Name.En.All(letter => letter < 0x80), check.Name.En));

    private static void Plant(EstateOnDisk estate, string trouble)
    {
        if (trouble == "file")
            File.AppendAllText(estate.EstateFile, "zone: Nowhere\n");
        else if (trouble.StartsWith("sql:", StringComparison.Ordinal))
            TestDatabase.Run(estate.Data.Database, trouble[4..]);
        else if (trouble == "noise")
            using (var file = File.OpenWrite(estate.Data.Database))
            {
                file.Position = 2048 * 3;
                file.Write(new byte[2048 * 20]);
            }
        else if (trouble == "token")
        {
            var token = Assert.Single(EstateFileReader.Read(estate.EstateFile, InventoryChanges.None).SecretFiles);
            foreach (var folder in new[] { estate.Home, Path.GetDirectoryName(estate.Home)! })
                File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(token, (UnixFileMode)0b110_100_100);
        }
        else if (trouble == "open")
        {
            var secrets = Path.Combine(estate.Data.Root, "secrets");
            File.SetUnixFileMode(secrets, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(Path.Combine(secrets, "card.key"), (UnixFileMode)0b110_100_100);
        }
    }

    private static async Task<Dictionary<string, Finding>> FindingsAsync(DataFolder data, string estateFile, string url)
    {
        using var patient = new DoctorContext(data, estateFile, new Uri(url), TimeProvider.System);
        var findings = new Dictionary<string, Finding>();
        await foreach (var (name, finding) in DoctorRunner.RunAsync(patient, default))
            findings.Add(name.En, finding);
        return findings;
    }
}
