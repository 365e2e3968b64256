using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Devices;

/// <summary>What announces itself on a real broker is adopted, and runs at once.</summary>
public sealed class AdoptionTests : ChromiumFixture
{
    private const string Found = "/api/inventory/found";
    private static readonly DeviceId Station = new("bins", "station-1");

    [Fact]
    public async Task A_plug_that_announces_itself_is_adopted_with_one_button_and_its_readings_show_without_a_restart()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("desk", Role.Staff);
        var asked = new ConcurrentQueue<string>();
        using var plug = await Newcomer.StartAsync(gateway, topics: "cmnd/plug_kitchen/#");
        plug.Client.MessageReceived = message => asked.Enqueue(Encoding.UTF8.GetString(message.Payload));
        // Nothing is believed before it is adopted.
        plug.Say("tele/plug_kitchen/SENSOR", """{"ENERGY":{"Power":999}}""");
        plug.AnnounceTasmota("plug_kitchen");
        await KeyOfAsync(gateway, "plug_kitchen");
        var page = await OpenAsync(gateway.Url + "/login?next=/staff/devices&lang=en");
        await LogInAsync(page, "desk");
        await page.ClickAsync("text=All of them");
        await page.ClickAsync("text=A user name and password for a new device");
        Assert.Contains(
            $"newcomer-2，password {gateway.Password("newcomer-2")}", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.GotoAsync(gateway.Url + "/staff/devices?lang=en");
        var row = page.Locator("tr", new() { HasText = "Sonoff S31" });
        Assert.Contains("Metering plug with Tasmota firmware", await row.InnerTextAsync(), StringComparison.Ordinal);
        await row.Locator("text=Adopt").ClickAsync();
        Assert.Equal("plug-kitchen", await page.InputValueAsync("#name"));
        await page.SelectOptionAsync("#account", plug.User);
        await page.FillAsync("#name_zh", "厨房插座");
        await page.FillAsync("#name_en", "Kitchen plug");
        await page.ClickAsync("button.big");
        await IsAtAsync(page, "/staff/devices/charger/plug-kitchen");
        Assert.DoesNotContain("waits for a restart", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("Kitchen plug", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await gateway.ReloadBrokerAsync();

        // What it was never told it is asked.
        await Eventually.UntilAsync(() => asked.Any(one => one.Contains("Status 10", StringComparison.Ordinal)));
        await Eventually.UntilAsync(async () =>
        {
            plug.Say("stat/plug_kitchen/STATUS11", """{"StatusSTS":{"POWER":"ON"}}""");
            plug.Say("stat/plug_kitchen/STATUS10", """{"StatusSNS":{"ENERGY":{"Power":48,"Voltage":231,"Total":3.2}}}""");
            await page.ReloadAsync();
            return await page.InnerTextAsync("main");
        }, text => text.Contains("48 W", StringComparison.Ordinal));
        await page.GotoAsync(gateway.Url + "/devices");
        Assert.Contains("Kitchen plug", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Empty(await RowsAsync(gateway));
        Assert.Contains(
            gateway.Services.GetRequiredService<AuditChain>().Read(long.MaxValue, 5).Select(line => line.Entry),
            entry => entry is { By: "desk", Action: "device_adopted", Target: "charger/plug-kitchen" });

        Assert.Empty(Errors);
        await page.GotoAsync("about:blank");
        // As a start would have it.
        var before = await gateway.GetAsync("/api/devices");
        await gateway.RestartAsync();
        Assert.Equal(Ids(before), Ids(await gateway.GetAsync("/api/devices")));
    }

    [Fact]
    public async Task A_newcomer_may_announce_itself_and_nothing_else()
    {
        await using var gateway = await RunningGateway.StartAsync("home_assistant: { enabled: true }");
        var refused = new ConcurrentQueue<string>();
        using var stranger = await Newcomer.StartAsync(gateway, topics: ["#", "estate/#"]);
        var heard = new ConcurrentQueue<string>();
        stranger.Client.MessageReceived = message => heard.Enqueue(message.Topic);
        stranger.Client.PublishRefused = refused.Enqueue;
        string[] denied = ["estate/test/bins/station-1/event", "tele/x/SENSOR", "zigbee2mqtt/bridge/devices", "homeassistant/status",
            "homeassistant/device/estate_test_bins_station-1/config", "application/1/device/2/event/up", "shellies/x/relay/0/command"];
        foreach (var topic in denied)
            stranger.Say(topic, "{}");
        await Eventually.UntilAsync(() => refused.Count == denied.Length);
        stranger.AnnounceTasmota("plug");
        stranger.Say("shellies/announce", """{"id":"shellyplug-s-7A","model":"SHPLG-S"}""", retain: true);
        stranger.Say(
            "homeassistant/sensor/n/o/config", """{"stat_t":"tele/lamp/STATE","dev":{"ids":["L1"],"name":"Lamp"}}""", retain: true);
        Assert.Equal(["Lamp", "plug", "shellyplug-s-7A"], (await Eventually.UntilAsync(() => RowsAsync(gateway), rows => rows.Count == 3))
            .Select(row => row.GetProperty("name").GetString()!).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(denied.Length, refused.Count);
        Assert.Empty(heard);

        // Who was given a user name, and did not become a device, is let in no more.
        var spare = BrokerSetup.AddNewcomer(gateway.Data, gateway.Model).Name;
        await gateway.PersonAsync("desk", Role.Staff);
        using (var desk = await gateway.BrowserOfAsync("desk"))
        using (var answer = await RunningGateway.PostFormAsync(desk, "/staff/devices/found/newcomers/take-back"))
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Null(BrokerSetup.PasswordOf(gateway.Data, spare));
        Assert.DoesNotContain(spare, await File.ReadAllTextAsync(gateway.Data.BrokerFile("passwd")), StringComparison.Ordinal);

        // The neighbours' is not shown any more, also when it says so again after a restart.
        await gateway.AskAsync(HttpMethod.Post, $"{Found}/{await KeyOfAsync(gateway, "Lamp")}/hide");
        Assert.Equal(2, (await RowsAsync(gateway)).Count);
        await gateway.RestartAsync();
        using var again = await Newcomer.StartAsync(gateway, "again");
        await Eventually.UntilAsync(() =>
        {
            again.Say("homeassistant/sensor/n/o/config", """{"stat_t":"tele/lamp/STATE","dev":{"ids":["L1"],"name":"Lamp"}}""");
            again.Say("shellies/announce", """{"id":"last","model":"SHPLG-S"}""");
            return RowsAsync(gateway);
        }, rows => rows.Exists(row => NameOf(row) == "last"));
        Assert.DoesNotContain("Lamp", (await RowsAsync(gateway)).Select(NameOf));
    }

    [Fact]
    public async Task A_radio_sensor_and_a_bridges_device_are_adopted_where_there_was_none_before()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var network = await Newcomer.StartAsync(gateway, "ns", "lorawan");
        const string topic = "application/1/device/24e124136b502217/event/up";
        string Uplink(int count, string data) => $$"""
            {"deviceInfo":{"devEui":"24E124136B502217","deviceName":"Bay 7","deviceProfileName":"TPS110"},
             "fPort":1,"fCnt":{{count}},"data":"{{data}}"}
            """;
        var count = 0;
        await Eventually.UntilAsync(() =>
        {
            // One that nobody listens to yet is lost; the next is heard.
            network.Say(topic, Uplink(++count, "AA=="));
            return RowsAsync(gateway);
        }, rows => rows.Exists(row => NameOf(row) == "Bay 7"));
        using var bridge = await Newcomer.StartAsync(gateway, "z2m", "zigbee2mqtt");
        // Forty devices in one message, more than a device may send.
        bridge.Say("zigbee2mqtt/bridge/devices", "[" + string.Join(',', Enumerable.Range(1, 40).Select(number => $$$"""
            {"friendly_name":"leak_{{{number}}}","type":"EndDevice","definition":{"model":"SJCGQ11LM","vendor":"Aqara",
             "description":"{{{new string('x', 4000)}}}","exposes":[{"type":"binary","name":"water_leak"}]}}
            """)) + "]", retain: true);

        await AdoptAsync(
            gateway, "Bay 7", """{"profile":"bosch-tps110","name":"p07","settings":{"lot":"main","zone":"A"}}""", "parking/p07");
        await AdoptAsync(gateway, "leak_7", """
            {"profile":"zigbee2mqtt-leak","name":"leak-7","name_en":"Cellar","settings":{"zone":"B","behind":"bins/station-1"}}
            """, "monitor/leak-7");
        // Planned work in its zone, and the silence of what it hangs behind, count for it at once.
        var policy = gateway.Services.GetRequiredService<AlertReactor>().Policy;
        var leak = new DeviceId("monitor", "leak-7");
        Assert.Equal(("B", Station), (policy.Zones.GetValueOrDefault(leak), policy.Behind.GetValueOrDefault(leak)));
        await gateway.ReloadBrokerAsync();
        await Eventually.UntilAsync(async () =>
        {
            network.Say(topic, Uplink(++count, "AQ=="));
            return await gateway.GetAsync("/api/parking");
        }, body => body.Contains("\"occupied\":1", StringComparison.Ordinal));
        await Eventually.UntilAsync(async () =>
        {
            bridge.Say("zigbee2mqtt/leak_7", """{"water_leak":true,"battery":90}""");
            return JsonDocument.Parse(await gateway.GetAsync("/api/devices")).RootElement.EnumerateArray()
                .Single(one => one.GetProperty("device").GetString() == "monitor/leak-7").GetProperty("state").GetString();
        }, state => state == "alarm");
        Assert.Equal(39, (await RowsAsync(gateway)).Count);
    }

    [Fact]
    public async Task What_cannot_be_adopted_says_why_in_both_languages_and_changes_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var plug = await Newcomer.StartAsync(gateway);
        plug.AnnounceTasmota("plug_1", "A1");
        plug.AnnounceTasmota("plug_2", "A2");
        var (first, second) = (await KeyOfAsync(gateway, "plug_1"), await KeyOfAsync(gateway, "plug_2"));
        await RefusedAsync(first, """{"profile":"tasmota","name":"Plug 1"}""", "'Plug 1' cannot be its name", "不能用");
        await RefusedAsync(first, """{"profile":"tasmota","name":"c01"}""", "There is a device charger/c01 already", "已经有设备");
        await RefusedAsync(first, """{"profile":"tasmota","name":"station-1"}""", "another device has the name station-1", "已有别的设备");
        await RefusedAsync(first, """{"profile":"tasmota","name":"newcomer-7"}""", "the broker's name for the gateway", "不能这样设置");
        await RefusedAsync(first, """{"profile":"bosch-tps110","name":"p1"}""", "LoRaWAN network server", "LoRaWAN");
        await RefusedAsync(first, """{"profile":"none","name":"p1"}""", "no profile 'none'", "没有");
        await RefusedAsync(first, """{"profile":"tasmota","name":"p1","settings":{"max_power_w":"much"}}""", "'much' is not", "much");
        await RefusedAsync(first, """{"profile":"tasmota","name":"p1","account":"gateway"}""", "'gateway' is no user", "没有空着的用户");
        await RefusedAsync("000000000000", """{"profile":"tasmota","name":"p1"}""", "not in the list any more", "不在列表里");
        Assert.False(File.Exists(gateway.Data.Devices));
        // It takes its word back.
        plug.Say("tasmota/discovery/A2/config", "", retain: true);
        await Eventually.UntilAsync(() => RowsAsync(gateway), rows => rows.Count == 1);
        await RefusedAsync(second, """{"profile":"tasmota","name":"p2"}""", "not in the list any more", "不在列表里");
        await AdoptAsync(gateway, "plug_1", """{"profile":"tasmota","name":"p1"}""", "charger/p1");
        await RefusedAsync(first, """{"profile":"tasmota","name":"p2"}""", "adopted already", "已经接入");
        Assert.Equal(1, File.ReadAllText(gateway.Data.Devices).Split("'tasmota'").Length - 1);

        async Task RefusedAsync(string key, string body, string en, string zh)
        {
            var text = (await gateway.AskAsync(HttpMethod.Post, $"{Found}/{key}/adopt", "desk", body)).GetProperty("text");
            Assert.Contains(en, text.GetProperty("en").GetString(), StringComparison.Ordinal);
            Assert.Contains(zh, text.GetProperty("zh").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Names_and_where_a_profile_speaks_change_while_the_gateway_runs()
    {
        await using var gateway = await RunningGateway.StartAsync(
            devices: "- { id: charger/plug, profile: tasmota, topic: plug_1, account: newcomer-1 }");
        await gateway.AskAsync(
            HttpMethod.Put, "/api/inventory/bins/station-1", "desk", """{"name_zh":"东门站","name_en":"East gate","building":"7"}""");
        Assert.Empty((await gateway.AskAsync(HttpMethod.Get, "/api/inventory")).GetProperty("waiting").EnumerateArray());
        Assert.Contains("East gate", await gateway.GetAsync("/devices?lang=en"), StringComparison.Ordinal);
        await gateway.AskAsync(
            HttpMethod.Put, "/api/inventory/charger/plug", "desk",
            """{"profile":"tasmota","topic":"plug_1","account":"newcomer-1","behind":"bins/station-1"}""");
        Assert.Empty((await gateway.AskAsync(HttpMethod.Get, "/api/inventory")).GetProperty("waiting").EnumerateArray());
        Assert.Equal(
            Station, gateway.Services.GetRequiredService<AlertReactor>().Policy.Behind.GetValueOrDefault(new("charger", "plug")));
        Assert.Contains("东门站", WebUtility.HtmlDecode(await gateway.GetAsync("/devices?lang=zh")), StringComparison.Ordinal);
        Assert.Contains("building 7", await gateway.GetAsync("/stations/station-1?lang=en"), StringComparison.Ordinal);
        // Another setting beside the name waits with it.
        await gateway.AskAsync(HttpMethod.Put, "/api/inventory/bins/station-2", "desk", """{"name_en":"West","full_at":"0.8"}""");
        Assert.Single((await gateway.AskAsync(HttpMethod.Get, "/api/inventory")).GetProperty("waiting").EnumerateArray());

        Directory.CreateDirectory(gateway.Data.Profiles);
        await File.WriteAllTextAsync(
            Path.Combine(gateway.Data.Profiles, "tasmota.yaml"),
            (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "profiles", "tasmota.yaml")))
                .Replace("tele/{topic}", "far/{topic}", StringComparison.Ordinal));
        await Eventually.UntilAsync(() => File.ReadAllTextAsync(gateway.Data.BrokerFile("acl")), acl =>
            acl.Contains("far/plug_1/#", StringComparison.Ordinal));
        await gateway.ReloadBrokerAsync();
        using var plug = await Newcomer.StartAsync(gateway, user: "newcomer-1");
        await Eventually.UntilAsync(async () =>
        {
            plug.Say("far/plug_1/STATE", """{"POWER":"OFF"}""");
            return (await gateway.Services.GetRequiredService<EstateLoop>().InspectAsync(machine =>
                machine.PresenceOf(new DeviceId("charger", "plug"))!.LastSeen)) is not null;
        }, seen => seen);
    }

    private static async Task AdoptAsync(RunningGateway gateway, string name, string body, string id)
    {
        var answer = await gateway.AskAsync(HttpMethod.Post, $"{Found}/{await KeyOfAsync(gateway, name)}/adopt", "desk", body);
        Assert.Equal(id, answer.TryGetProperty("device", out var device) ? device.GetString() : answer.ToString());
    }

    private static async Task<string> KeyOfAsync(RunningGateway gateway, string name) =>
        (await Eventually.UntilAsync(() => RowsAsync(gateway), rows => rows.Exists(row => NameOf(row) == name)))
        .First(row => NameOf(row) == name).GetProperty("key").GetString()!;

    private static string? NameOf(JsonElement row) => row.GetProperty("name").GetString();

    private static async Task<List<JsonElement>> RowsAsync(RunningGateway gateway) =>
        [.. (await gateway.AskAsync(HttpMethod.Get, Found)).GetProperty("devices").EnumerateArray()];

    private static IEnumerable<string> Ids(string devices) =>
        JsonDocument.Parse(devices).RootElement.EnumerateArray().Select(one => one.GetProperty("device").GetString()!);
}
