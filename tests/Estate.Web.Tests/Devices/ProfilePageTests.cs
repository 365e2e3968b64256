using Estate.Domain.People;
using Estate.Domain.Profiles;
using Estate.Gateway.Profiles;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Devices;

/// <summary>The engineer changes how a plug is read, in a real Chromium, and the plug that is there is read so.</summary>
public sealed class ProfilePageTests : ChromiumFixture
{
    [Fact]
    public async Task A_profile_is_tried_while_it_is_typed_saved_and_in_force()
    {
        await using var gateway = await RunningGateway.StartAsync(
            withBroker: false, devices: "- { id: charger/plug, profile: tasmota, topic: plug_1 }");
        var running = gateway.Model.Inventory.Select(one => one.Profile).OfType<DeviceProfile>().Single();
        await gateway.PersonAsync("engineer", Role.Engineer);
        var page = await OpenAsync(gateway.Url + "/login?next=/staff/devices&lang=en");
        await LogInAsync(page, "engineer");
        await page.ClickAsync("main >> text=Profiles");
        await page.ClickAsync("text=Metering plug with Tasmota firmware");
        await SeeAsync(page, "tests pass");

        await page.FillAsync("#payload", """{"ENERGY":{"Power":66,"Watt":67}}""");
        Assert.Contains("tele/{topic}/SENSOR socket: power_w 66", await SeeAsync(page, "power_w"), StringComparison.Ordinal);
        await page.FillAsync("#topic", "POWRE");
        await SeeAsync(page, "is the end of no topic");
        await page.FillAsync("#topic", "SENSOR");
        var text = await page.InputValueAsync("#yaml");
        await page.FillAsync("#yaml", text.Replace("habits:", "habit:", StringComparison.Ordinal));
        var line = text[..text.IndexOf("habits:", StringComparison.Ordinal)].Count(one => one == '\n') + 1;
        Assert.Contains(
            $"Line {line}, column 1: a profile has no 'habit'; did you mean 'habits'?", await SeeAsync(page, "habits"),
            StringComparison.Ordinal);
        // What one typed is read so, whatever its own tests say of it.
        var wrong = text.Replace("power_w: payload.ENERGY.Power", "power_w: payload.ENERGY.Watt", StringComparison.Ordinal);
        await page.FillAsync("#yaml", wrong);
        Assert.Contains("expected 64", await SeeAsync(page, "power_w 67"), StringComparison.Ordinal);
        Assert.Empty(Errors);

        await page.ClickAsync("text=Save and put in force");
        Assert.Contains("Not saved", await page.InnerTextAsync("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(wrong, await page.InputValueAsync("#yaml"));
        Assert.False(File.Exists(Path.Combine(gateway.Data.Profiles, "tasmota.yaml")));

        await page.FillAsync("#yaml", text.Replace("payload.ENERGY.Power", "payload.ENERGY.Watt", StringComparison.Ordinal)
            .Replace("\"Power\":", "\"Watt\":", StringComparison.Ordinal));
        await page.ClickAsync("text=Save and put in force");
        Assert.Contains(
            "this estate's own, in place of the one that came along", await page.InnerTextAsync("#whose"), StringComparison.Ordinal);
        Assert.Contains("1 device(s)", await page.InnerTextAsync("#whose"), StringComparison.Ordinal);
        await Eventually.UntilAsync(() => ProfileTrial.Run(running, """{"ENERGY":{"Watt":67}}""", "SENSOR", 1, isDecoded: false)
            is [{ Line.En: "socket: power_w 67" }]);
    }

    [Fact]
    public async Task The_bytes_of_an_uplink_are_read_by_the_installed_codec_while_one_types()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        Directory.CreateDirectory(gateway.Data.Profiles);
        File.WriteAllText(Path.Combine(gateway.Data.Profiles, "bay.js"), """
            function decodeUplink(i) {
              if (i.fPort === 9) throw new Error('no such port');
              return { data: { taken: i.bytes[0] === 1, depth: i.variables.depth, volt: i.bytes[1] / 10 }, warnings: ['is it level?'] };
            }
            """);
        File.WriteAllText(Path.Combine(gateway.Data.Profiles, "bay.yaml"), BayOfBytes);
        await gateway.PersonAsync("engineer", Role.Engineer);
        var page = await OpenAsync(gateway.Url + "/login?next=/staff/devices/profiles/bay&lang=en");
        await LogInAsync(page, "engineer");
        await SeeAsync(page, "tests pass");

        // As network servers show it.
        await page.FillAsync("#payload", "ASQ=");
        var shown = await SeeAsync(page, "bay: occupied true");
        foreach (var part in new[] {
            "bay.js read 2 bytes: 01 24", "\"taken\": true", "\"depth\": \"90\"", "\"volt\": 3.6", "is it level?",
            "battery_v 3.6" })
            Assert.Contains(part, shown, StringComparison.Ordinal);
        await page.FillAsync("#payload", "00 1f");
        Assert.Contains("bay: occupied false, battery_v 3.1", await SeeAsync(page, "occupied false"), StringComparison.Ordinal);
        // The same bytes, and another expression over what the codec made of them.
        var text = await page.InputValueAsync("#yaml");
        await page.FillAsync("#yaml", text.Replace("payload.volt", "payload.volt + 1", StringComparison.Ordinal));
        await SeeAsync(page, "battery_v 4.1");
        await page.FillAsync("#port", "9");
        await SeeAsync(page, "bay.js does not read it: line 2: no such port");
        await page.FillAsync("#port", "2");
        await page.FillAsync("#yaml", text.Replace("bay.js", "other.js", StringComparison.Ordinal));
        await SeeAsync(page, "the codec other.js is not installed");
        Assert.Empty(Errors);
    }

    private const string BayOfBytes = """
        title: { zh: 车位, en: Bay }
        maker: Ours
        source: { link: "https://example.org/", version: "1" }
        kind: parking
        lorawan: { codec: bay.js }
        settings: { depth: 90 }
        habits: { every: 24h }
        messages: [ { from: decoded, gives: [ { bay: { occupied: payload.taken, battery_v: payload.volt } } ] } ]
        tests: [ { decoded: { taken: true }, gives: [ { bay: { occupied: true } } ] } ]
        """;

    private static Task<string> SeeAsync(IPage page, string text) =>
        Eventually.UntilAsync(() => page.InnerTextAsync("#trial"), shown => shown.Contains(text, StringComparison.Ordinal));
}
