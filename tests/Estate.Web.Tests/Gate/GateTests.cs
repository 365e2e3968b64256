using System.Text.Json;
using Estate.Domain.Gate;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;
using static Estate.Web.Tests.Gate.SideGate;

namespace Estate.Web.Tests.Gate;

/// <summary>The gate on simulated wires, through the whole gateway.</summary>
public sealed class GateTests
{
    [Fact]
    public async Task A_card_opens_for_the_pulse_and_every_decision_is_journaled()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var person = gateway.AtTheGate();
        await person.UntilAsync(Locked);
        await person.SendAsync(Frame(0xD41B81));
        await person.UntilAsync(Released);
        await person.UntilAsync(Locked);
        await person.SendAsync(Frame(0xBAD));
        var events = await Eventually.UntilAsync(
            () => gateway.AskAsync(HttpMethod.Get, "/api/gates/s-gate/events"), all => all.GetArrayLength() == 3);
        Assert.Equal(
            [AccessEvent.DeniedUnknownCredential, AccessEvent.NoEntryAfterGranted, AccessEvent.Granted],
            events.EnumerateArray().Select(one => one.GetProperty("event").GetString()));
        Assert.Equal(2, await gateway.MetricAsync("estate_pins_frames_total{result=\"read\"}"));
    }

    [Fact]
    public async Task With_an_unset_clock_a_card_is_required_until_it_is_set()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Equal(
            "approved",
            await DecideAsync(
                gateway, """{"closed":["00:00-00:01"],"open_means":"free","resolution":"r","effective_from":"SOONT00:00"}"""));
        await gateway.StopGatewayAsync();
        var time = new ShiftedTime(TimeSpan.FromDays(-50 * 365));
        var isSynchronised = false;
        gateway.Platform = new(time, () => isSynchronised);
        await gateway.StartGatewayAsync();
        using var person = gateway.AtTheGate();
        await person.UntilAsync(Locked);
        Assert.Contains(
            "clock_untrusted",
            (await Eventually.UntilAsync(() => StateAsync(gateway), state => state.GetProperty("alarms").GetArrayLength() > 0))
            .GetProperty("alarms").ToString(), StringComparison.Ordinal);
        await person.SendAsync(Frame(0xD41B81));
        await person.UntilAsync(Released);
        await person.UntilAsync(Locked);
        // The network brings the time; it is noon of a day on which the decided hours are free.
        (time.Offset, isSynchronised) = (
            DateTimeOffset.Parse(RunningGateway.Soon + "T04:00:00Z", System.Globalization.CultureInfo.InvariantCulture)
            .AddDays(1) - TimeProvider.System.GetUtcNow(), true);
        await person.UntilAsync(Released);
    }

    [Fact]
    public async Task The_morning_report_stays_on_the_page_whatever_happens_afterwards()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database,
            """
            INSERT INTO fact(at, received, device, slice, type, body) VALUES(0, 0, 'gate/s-gate', 'gate', 'closing_reported',
              '{"type":"closing_reported","device":"gate/s-gate","time":{"at":0,"received_at":0,"clock":"synced","is_placed":true},'
                || '"watch":{"from":0,"version":0,"watched_seconds":21600,"told_seconds":21600,"until":21600000},'
                || '"scheduled_minutes":360}');
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
            INSERT INTO fact(at, received, device, slice, type, body) SELECT i, i, 'gate/s-gate', 'gate', 'door_moved',
              '{"type":"door_moved","device":"gate/s-gate","time":{"at":0,"received_at":0,"clock":"synced","is_placed":true},'
                || '"is_open":true}' FROM n;
            """);
        await gateway.StartGatewayAsync();
        Assert.Contains(
            "360 minutes to be closed, told to lock for 360", await gateway.GetAsync("/gates/s-gate?lang=en"), StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(await gateway.GetAsync("/api/gates/s-gate/closings")).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_damaged_state_on_disk_loses_no_decision()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Equal(
            "approved", await DecideAsync(gateway, """{"closed":["22:00-06:00"],"resolution":"r","effective_from":"SOONT00:00"}"""));
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database, "UPDATE state SET body = substr(body, 1, 40) WHERE device = 'gate/s-gate'");
        await gateway.StartGatewayAsync();
        var state = await StateAsync(gateway);
        Assert.Equal("22:00-06:00", state.GetProperty("decided")[0].GetProperty("closed")[0].GetString());
        Assert.Contains("schedule_damaged", state.GetProperty("alarms").ToString(), StringComparison.Ordinal);
    }

    private static async Task<string?> DecideAsync(RunningGateway gateway, string body)
    {
        var proposed = await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/proposals", "chair", body);
        var id = proposed.GetProperty("id").GetString();
        return (await gateway.AskAsync(HttpMethod.Post, $"/api/gates/s-gate/proposals/{id}/approve", "secretary")).GetProperty("result")
            .GetString();
    }
}
