using System.Text;
using System.Text.Json;
using Estate.Adapters.Mqtt;
using Estate.FirmwareSim;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;
using static Estate.Web.Tests.Gate.SideGate;

namespace Estate.Web.Tests.Gate;

/// <summary>
/// A gate on this computer's lines is received there alone: it has no password, and what the broker brings is not believed.
/// </summary>
public sealed class OneSourceTests
{
    [Fact]
    public async Task A_message_in_the_name_of_a_wired_gate_is_refused_and_counted_and_the_fire_stays()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var wires = gateway.AtTheGate();
        await wires.UntilAsync(Locked);
        await wires.SendAsync("set gate/s-gate:fire 1");
        await wires.UntilAsync(Released);
        await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/lock-down", body: """{"on":true,"reason":"order"}""");
        // Nobody but the gateway's own user can say anything on that topic.
        using var stranger = Speaker(gateway, MqttLink.GatewayUser, gateway.Data.GatewayPassword());
        await Eventually.UntilAsync(() => stranger.Current.State == ConnectionState.Ready);
        const string noFire =
            """
            "at":0,"clock":"unknown","age_ms":0,"type":"inputs",
            "data":{"open":false,"locked":null,"exit":false,"fire":false,"tamper":false}}
            """;
        stranger.Publish("estate/test/gate/s-gate/telemetry", Encoding.UTF8.GetBytes("{" + noFire));
        stranger.Publish("estate/test/gate/s-gate/event", Encoding.UTF8.GetBytes("""{"id":"x1","boot":1,"seq":1,""" + noFire));
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_rejects_total{reason=\"not_its_source\"}"), count => count == 2);

        var reset = await ResetAsync(gateway);
        Assert.Equal("cause_still_there", reset.GetProperty("reason").GetString());
        await wires.SendAsync("set gate/s-gate:fire 0");
        await Eventually.UntilAsync(() => ResetAsync(gateway), IsDone);
        await wires.UntilAsync(Locked);
    }

    [Fact]
    public async Task The_broker_refuses_the_name_of_a_wired_gate_even_with_an_old_password()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Null(BrokerSetup.PasswordOf(gateway.Data, "s-gate"));
        File.AppendAllText(gateway.Data.DeviceCredentials, "s-gate,0123456789abcdef\n");
        BrokerSetup.Write(gateway.Data, gateway.Model);
        await gateway.ReloadBrokerAsync();
        using var old = Speaker(gateway, "s-gate", "0123456789abcdef");
        await Eventually.UntilAsync(() => old.Current.Reason.Contains("refuses user name or password", StringComparison.Ordinal));
        var shown = await gateway.AskAsync(HttpMethod.Post, "/api/inventory/gate/s-gate/access");
        Assert.Equal("not_found", shown.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Two_fire_contacts_on_two_lines_are_one_input()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var file = await File.ReadAllTextAsync(gateway.EstateFile);
        await gateway.StopGatewayAsync();
        const string one = "  - { device: gate/s-gate, terminal: fire, line: FIRE }";
        await File.WriteAllTextAsync(
            gateway.EstateFile,
            file.Replace(one, one + "\n" + one.Replace("FIRE", "FIRE2", StringComparison.Ordinal), StringComparison.Ordinal));
        gateway.MoveTo(gateway.Data.Root);
        await gateway.StartGatewayAsync();
        using var wires = gateway.AtTheGate();
        await wires.UntilAsync(Locked);
        await wires.SendAsync("set gate/s-gate:fire-2 1");
        await wires.UntilAsync(Released);
        await wires.SendAsync("set gate/s-gate:fire 1");
        await wires.SendAsync("set gate/s-gate:fire-2 0");
        Assert.Equal("cause_still_there", (await ResetAsync(gateway)).GetProperty("reason").GetString());
    }

    private static Task<JsonElement> ResetAsync(RunningGateway gateway) =>
        gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/alarms/alarm/reset", body: """{"reason":"all clear"}""");

    private static bool IsDone(JsonElement answer) => answer.TryGetProperty("result", out var result) && result.GetString() == "done";

    private static DeviceClient Speaker(RunningGateway gateway, string user, string password)
    {
        var options = new DeviceClientOptions
        {
            Host = "127.0.0.1",
            Port = gateway.BrokerPort,
            ClientId = "stranger",
            Credentials = new(user, password)
        };
        var speaker = new DeviceClient(options, TimeProvider.System);
        speaker.Start();
        return speaker;
    }
}
