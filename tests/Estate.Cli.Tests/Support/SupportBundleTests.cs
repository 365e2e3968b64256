using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Estate.Cli.Commands;
using Estate.Cli.Doctor;
using Estate.Cli.Support;
using Estate.Domain.People;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Cli.Tests.Support;

/// <summary>Whatever is known of people, and wherever it stands: none of it is in what is sent to a stranger.</summary>
public sealed class SupportBundleTests
{
    private const string Resident = "wangxiaoming", Phone = "13812345678", Household = "h-7-1204", Mail = "manager.zhang@example.org",
        Password = "hunter22pass", Token = "tok-5f2a99", LatinNote = "ask-mrs-li";

    private static readonly string[] Personal = [
        Resident, "王小明", Phone, Household, Mail, "manager.zhang", Password, Token, "CARD0001", "BIKE0001", LatinNote, "李阿姨", "10.44.3.17"];

    [Fact]
    public async Task A_support_bundle_contains_no_personal_data()
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(
            $$"""
            # {{Resident}} 王小明 {{Phone}} looks after this
            influx: { url: "http://{{Resident}}:{{Password}}@127.0.0.1:1/", dialect: v1, organisation: {{Resident}} }
            alerts:
              ladder: [ { zh: 李阿姨, en: {{LatinNote}}, after_min: 0, from: low, notify: [{{Resident}}] } ]
              notifiers:
                - { name: {{Resident}}, type: mail, host: 10.44.3.17, from: {{Mail}}, to: [{{Mail}}] }
                - { name: hook, type: webhook, url: "http://127.0.0.1:1/{{Token}}" }
            """,
            secrets: (Resident, $"{Resident}:{Password}"));
        await gateway.PersonAsync(Resident, Household, Role.Staff);
        using var browser = await gateway.BrowserOfAsync(Resident);
        var station = await gateway.StationAsync();
        station.Tap("CARD0001");
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_events_total"), count => count > 0);
        Plant(gateway.Data.Database);
        var content = await ContentAsync(gateway.Data, gateway.EstateFile, gateway.Url, folder.File("bundle.tar.gz"));
        foreach (var known in Personal)
            Assert.DoesNotContain(known, content, StringComparison.OrdinalIgnoreCase);
        foreach (var needed in new[] { "CREATE TABLE fact", "person: 1", "charger/c01 sockets=10", "notifier 1: mail, 1 addresses",
            "estate_events_total", "积分账目 / Ledger", "status: " })
            Assert.Contains(needed, content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_support_bundle_does_not_quote_configuration_errors()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("estate.yaml"), $"site: x\nhouseholds: 1\ndevices:\n  - {{ id: '{Resident} {Phone}' }}\nalerts: {{ "
            + $"notifiers: [ {{ name: '{Mail}', type: mail }} ] }}\n");
        var content = await ContentAsync(
            new DataFolder(folder.File("var")), folder.File("estate.yaml"), "http://127.0.0.1:1", folder.File("bundle.tar.gz"));
        foreach (var known in Personal)
            Assert.DoesNotContain(known, content, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("not shown here", content, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unwritable_target_is_reported_before_anything_is_collected()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(folder.Path, Path.GetDirectoryName(SupportBundleCommand.PathFor(null, folder.Path)));
        Assert.Equal(Path.GetTempPath(), Path.GetDirectoryName(SupportBundleCommand.PathFor(null, "/proc")) + "/");
        Assert.Equal(folder.File("a.tar.gz"), SupportBundleCommand.PathFor(folder.File("a.tar.gz"), "/proc"));
        Assert.Contains(
            "Name another place, such as --to /tmp/",
            Assert.Throws<ConfigurationException>(() => SupportBundleCommand.PathFor("/proc/a.tar.gz", folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Free_text_beside_a_device_is_left_out()
    {
        var file = new EstateFile { Site = "test" };
        file.Devices.Add(
            new()
            {
                ["id"] = "charger/c02",
                ["sockets"] = "2",
                ["note"] = Phone,
                ["contact"] = "李阿姨",
                ["by"] = LatinNote,
                ["lock_type"] = "fail_safe"
            });
        Assert.Equal(
            "device: charger/c02 sockets=2 note=(hidden) contact=(hidden) by=(hidden) lock_type=fail_safe",
            RedactedEstate.Lines(file).Single(line => line.StartsWith("device", StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_the_programs_own_words_are_kept_of_a_log_line()
    {
        var line =
            $$$"""{"Timestamp":"2026-11-26T03:30:00.000Z","LogLevel":"Error","Category":"Estate.Gateway","Message":"{{{Resident}}} """
            + $$$"""{{{Phone}}}","Exception":"System.IO.IOException: """
            + $$$"""{{{Household}}}","State":{"Problem":"{{{Mail}}}","{OriginalFormat}":"It failed: """
            + $$$"""{Problem}"} }""";
        Assert.Equal("2026-11-26T03:30:00.000Z Error Estate.Gateway It failed: {Problem} System.IO.IOException", RedactedLog.Line(line));
        Assert.Null(RedactedLog.Line($"{Resident} wrote this"));
        Assert.Equal(["estate_x 1", """estate_y{result="accepted"} 2.5"""], RedactedMetrics.Lines($"# HELP {Resident}\nestate_x "
            + $"1\nestate_y{{result=\"accepted\"}} 2.5\nestate_z{{who=\"{Phone}\"}} 1\nestate_z{{who=\"王小明\"}} 1"));
    }

    /// <summary>Wherever the database could hold it.</summary>
    private static void Plant(string database) => TestDatabase.Run(database,
        $"""
        INSERT INTO reject(slot, at, topic, reason, detail, payload) VALUES(
            4000, {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}, 'estate/test/bins/{Resident}/event', 'bad_json',
            '{Phone} CARD0001', '{Resident}');
        INSERT INTO audit(n, at, by, action, target, detail, first_fact, facts, digest, mac) VALUES(
            99999, 0, '{Resident}', 'x', '{Household}', '{Phone}', 0, 0, x'00', x'00');
        INSERT INTO outbox(id, at, notifier, body) VALUES('n1', 0, '{Resident}', '{Phone}');
        INSERT INTO transfer(id, at, debit, credit, points, code, reference, by) VALUES(
            x'0102', 0, 'programme:issuance', 'household:{Household}', 5, 1, '{Resident}', '{Resident}');
        INSERT INTO fact(at, received, device, slice, body, type, step) VALUES(
            0, 0, 'bins/{Resident}', 'bins', '{Resident} {Phone}', 'x', 0);
        INSERT INTO state(device, presence, body) VALUES('bins/{Resident}', '{Resident}', '{Household}');
        """);

    private static async Task<string> ContentAsync(DataFolder data, string estateFile, string url, string path)
    {
        using var patient = new DoctorContext(data, estateFile, new Uri(url), TimeProvider.System);
        var bundle = new SupportBundle(patient);
        await bundle.CollectAsync(default);
        bundle.Write(path);
        await using var file = File.OpenRead(path);
        await using var plain = new GZipStream(file, CompressionMode.Decompress);
        using var all = new MemoryStream();
        await plain.CopyToAsync(all);
        // Every byte, names of entries and their owners too.
        all.Position = 0;
        using var tar = new TarReader(all, leaveOpen: true);
        Assert.NotNull(await tar.GetNextEntryAsync());
        return Encoding.UTF8.GetString(all.ToArray());
    }
}
