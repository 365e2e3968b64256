using System.Collections.Concurrent;
using System.Text;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Devices;

/// <summary>A strike's relay and an entrance sign of other makes, through real Mosquitto; messages by their documentation.</summary>
public sealed class ForeignOrderTests
{
    private readonly ConcurrentQueue<string> _heard = new();

    [Fact]
    public async Task A_release_reaches_the_relay_with_its_end_and_the_door_is_read_from_it()
    {
        await using var gateway = await RunningGateway.StartAsync(
            devices: "- { id: gate/side, profile: shelly-door, topic: shelly_1, contact: shut, pulse_s: \"2\", "
                + "open_means: card_required }");
        using var relay = await ListenAsync(gateway, "side", "shelly_1/rpc");
        relay.Say("shelly_1/online", "true");
        relay.Say("shelly_1/status/switch:0", """{"id":0,"source":"init","output":false}""");
        relay.Say("shelly_1/status/input:0", """{"id":0,"state":true}""");
        await UntilAsync(gateway, "closed");

        await gateway.AskAsync(
            HttpMethod.Post, "/api/gates/side/door", "desk", """{"value":"pulse_unlock","reason":"a visitor"}""");
        await Eventually.UntilAsync(() => Has("\"params\":{\"id\":0,\"on\":true,\"toggle_after\":2}"));
        relay.Say("shelly_1/status/switch:0", """{"id":0,"source":"MQTT","output":true,"timer_duration":2}""");
        relay.Say("shelly_1/status/input:0", """{"id":0,"state":false}""");
        await UntilAsync(gateway, "opened");
        _heard.Clear();
        await Eventually.UntilAsync(() => Has("\"params\":{\"id\":0,\"on\":false}"));
        relay.Say("shelly_1/status/switch:0", """{"id":0,"source":"timer","output":false}""");
        relay.Say("shelly_1/status/input:0", """{"id":0,"state":true}""");
        await UntilAsync(gateway, "closed");
        Assert.DoesNotContain(_heard, one => one.Contains("\"on\":true", StringComparison.Ordinal)
            && !one.Contains("toggle_after", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_reaches_the_sign_with_its_end()
    {
        await using var gateway = await RunningGateway.StartAsync(devices: string.Join("\n  ",
            "- { id: lot/west, signs: west }", "- { id: parking/w1, lot: west, confirm_s: \"1\" }",
            "- { id: sign/west, profile: awtrix, topic: awtrix_1, arrow: right, hold_s: \"0\" }"));
        using var sign = await ListenAsync(gateway, "west", "awtrix_1/custom/#");
        sign.Say("awtrix_1/stats", """{"bri":80,"uptime":86400,"version":"0.96"}""");
        await Eventually.UntilAsync(() => Has("""{"text":"-- >","color":"#FFBF00","lifetime":60,"lifetimeMode":0}"""));
        var bay = new FirmwareSim.BaySensor(gateway.Options("w1"), TimeProvider.System);
        await gateway.StartAsync([bay]);
        bay.Start(false, "power_on");
        await Eventually.UntilAsync(() => Has("""{"text":"1 >","color":"#00FF00","lifetime":60,"lifetimeMode":0}"""));
        bay.Park(true);
        await Eventually.UntilAsync(() => Has("\"text\":\"FULL >\",\"color\":\"#FF0000\""));
    }

    private async Task<Newcomer> ListenAsync(RunningGateway gateway, string user, string topic)
    {
        var device = await Newcomer.StartAsync(gateway, user, user, topic);
        device.Client.MessageReceived = message => _heard.Enqueue(Encoding.UTF8.GetString(message.Payload));
        return device;
    }

    private bool Has(string part) => _heard.Any(one => one.Contains(part, StringComparison.Ordinal));

    private static Task<string> UntilAsync(RunningGateway gateway, string door) => Eventually.UntilAsync(
        () => gateway.GetAsync("/api/gates/side"), body => body.Contains($"\"door_status\":\"{door}\"", StringComparison.Ordinal));
}
