using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Estate.Domain.People;
using Estate.FirmwareSim;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Network;

/// <summary>
/// Boxes of the network with real parts: an agent of net-snmp that is asked and then ended, echoes to this computer, a box that speaks
/// MQTT; one cause for all behind a dead switch, in a browser in both languages.
/// </summary>
public sealed class NetworkPageTests : ChromiumFixture
{
    private const string Quick =
        """
        snmp: [ { name: core, version: v3, user: estate } ]
        alerts:
          delays: [ { type: silent, on_s: 0, off_s: 0 } ]
        """;

    [Theory]
    [InlineData("zh", "连不上", "因为连不上它前面的机房交换机", "能连上", "2 台，1 台失联")]
    [InlineData("en", "unreachable", "behind Switch of the machine room, which is unreachable", "reachable", "1 of 2 silent")]
    public async Task A_dead_switch_is_one_alert_and_the_cause_of_what_is_behind_it(
        string language, string dead, string cause, string alive, string behind)
    {
        using var folder = new TemporaryFolder();
        var port = Server.FreePort();
        using var agent = await TestServers.SnmpdAsync(folder, port);
        await using var gateway = await StartAsync(Devices(port));
        await UntilReachedAsync(gateway, "sw", true);
        await UntilReachedAsync(gateway, "here", true);
        // Nobody has ever answered there.
        await UntilReachedAsync(gateway, "gone", false);
        await UntilSilentAsync(gateway, "network/gone");

        await gateway.PersonAsync("desk", Role.Staff);
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}");
        await LogInAsync(page, "desk");
        await IsAtAsync(page, "/staff/alerts");
        await page.GotoAsync(gateway.Url + "/staff/network");
        Assert.Contains(alive, await page.InnerTextAsync("main"), StringComparison.Ordinal);

        agent.Kill();
        await UntilReachedAsync(gateway, "sw", false);
        await page.ReloadAsync();
        var rows = await page.InnerTextAsync("tbody");
        foreach (var words in new[] { dead, cause, behind })
            Assert.Contains(words, rows, StringComparison.Ordinal);
        var alert = await UntilSilentAsync(gateway, "network/sw");
        Assert.Contains("network/gone", alert.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task What_an_agent_says_is_on_the_page_and_in_the_api_and_no_secret_is()
    {
        using var folder = new TemporaryFolder();
        var port = Server.FreePort();
        using var agent = await TestServers.SnmpdAsync(folder, port, "sysServices 17");
        await using var gateway = await StartAsync(Devices(port));
        await UntilReachedAsync(gateway, "sw", true);
        var box = await BoxAsync(gateway, "sw");
        Assert.Equal((17, true, "none"), (
            box.GetProperty("clients").GetInt32(), box.GetProperty("uplink_up").GetBoolean(), box.GetProperty("probe").GetString()));
        await gateway.PersonAsync("desk", Role.Staff);
        using var desk = await gateway.BrowserOfAsync("desk");
        Assert.Contains("17", await desk.GetStringAsync("/staff/network/network.csv?lang=en"), StringComparison.Ordinal);
        Assert.Contains("switch", await desk.GetStringAsync("/staff/network?lang=en"), StringComparison.OrdinalIgnoreCase);
        using var everybody = await gateway.Http.GetAsync(new Uri("/api/network", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, everybody.StatusCode);
        var health = await gateway.Http.GetStringAsync(new Uri("/healthz", UriKind.Relative));
        Assert.DoesNotContain("passphrase", health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_missing_is_told_and_no_box_is_called_silent_for_it()
    {
        await using var gateway = await RunningGateway.StartAsync(Quick, devices: Devices(Server.FreePort()));
        await Eventually.UntilAsync(
            async () => await (await gateway.Http.GetAsync(new Uri("/healthz", UriKind.Relative))).Content.ReadAsStringAsync(),
            text => text.Contains("core: the passphrase is missing", StringComparison.Ordinal));
        await UntilReachedAsync(gateway, "here", true);
        Assert.Equal(JsonValueKind.Null, (await BoxAsync(gateway, "sw")).GetProperty("reachable").ValueKind);
    }

    [Fact]
    public async Task A_box_that_speaks_says_how_many_are_connected_and_that_its_uplink_is_down()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var box = new NetworkBox(gateway.Options("switch-1"), TimeProvider.System) { Clients = 23 };
        await gateway.StartAsync([box]);
        box.Beat();
        await Eventually.UntilAsync(() => BoxAsync(gateway, "switch-1"), one => one.GetProperty("clients").ValueKind == JsonValueKind.Number
            && one.GetProperty("clients").GetInt32() == 23);
        box.SetUplink(false);
        await Eventually.UntilAsync(
            async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetRawText(),
            alerts => alerts.Contains("uplink_down", StringComparison.Ordinal));
    }

    private static string Devices(int port) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        - { id: network/sw, role: switch, name_zh: 机房交换机, name_en: Switch of the machine room, probe: snmp, access: core,
              address: 127.0.0.1, port: "{{port}}", uplink: "1", clients: 1.3.6.1.2.1.1.7.0, every_s: "1", lost: "1", of: "1" }
          - { id: network/here, probe: icmp, address: 127.0.0.1, every_s: "1", behind: network/sw }
          - { id: network/gone, probe: snmp, access: core, address: 127.0.0.2, port: "{{port}}", every_s: "1", lost: "1", of: "1",
              behind: network/sw }
        """);

    private static async Task<RunningGateway> StartAsync(string devices)
    {
        var gateway = await RunningGateway.StartAsync(Quick, devices: devices);
        DataFolder.WritePrivate(
            gateway.Data.SnmpSecret("core").Path, Encoding.UTF8.GetBytes("a first passphrase\na second passphrase\n"));
        await gateway.RestartAsync();
        return gateway;
    }

    private static async Task<JsonElement> BoxAsync(RunningGateway gateway, string name) =>
        (await gateway.AskAsync(HttpMethod.Get, "/api/network", "desk")).EnumerateArray()
            .Single(one => one.GetProperty("box").GetString() == name);

    /// <summary>One open alert of silence, and of which device it is.</summary>
    private static async Task<JsonElement> UntilSilentAsync(RunningGateway gateway, string device)
    {
        var open = await Eventually.UntilAsync(
            async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetProperty("open").EnumerateArray()
                .Where(one => one.GetProperty("type").GetString() == "silent").ToList(),
            all => all is [var only] && only.GetProperty("device").GetString() == device);
        return open[0];
    }

    private static Task<JsonElement> UntilReachedAsync(RunningGateway gateway, string name, bool isReached) => Eventually.UntilAsync(
        () => BoxAsync(gateway, name),
        one => one.GetProperty("reachable").ValueKind == (isReached ? JsonValueKind.True : JsonValueKind.False));
}
