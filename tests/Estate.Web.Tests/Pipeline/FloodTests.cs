using System.Globalization;
using System.Text;
using Estate.Domain.Devices;
using Estate.FirmwareSim;
using Estate.Gateway;
using Estate.Gateway.Pipeline.Devices;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Pipeline;

/// <summary>
/// Devices gone mad at a real broker: others go on, little is written, the staff is notified once and again when it is over.
/// </summary>
public sealed class FloodTests
{
    private const string Taps = "estate/test/bins/station-2/event";
    private const string Nonsense = "not json";

    private readonly ShiftedTime _time = new(TimeSpan.Zero);

    [Fact]
    public async Task A_flooding_device_does_not_delay_taps_and_staff_are_notified_once()
    {
        await using var gateway = await StartAsync("");
        using var mad = await SpeakerAsync(gateway, "station-2");
        for (var i = 0; i < 5_000; i++)
            mad.Publish(Taps, Encoding.UTF8.GetBytes(i % 2 == 0 ? Nonsense : Tap(i)));
        var station = await gateway.StationAsync();
        station.Tap("CARD0001");
        await Eventually.UntilAsync(() => station.Waiting == 0);
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_dropped_total{queue=\"turns\"}"), count => count > 0);
        var alerts = await Eventually.UntilAsync(() => AlertsAsync(gateway), alerts =>
            alerts.Contains(DeviceMisbehaved.Misbehaves, StringComparison.Ordinal));
        Assert.Contains("station-2", alerts, StringComparison.Ordinal);
        Assert.DoesNotContain("station-1", alerts, StringComparison.Ordinal);
        Assert.InRange(Count(gateway, "SELECT count(*) FROM reject"), 1, SpeakerBudget.MaxErrors + 1);
        Assert.Equal(1, Count(gateway, "SELECT count(*) FROM fact WHERE type = 'device_misbehaved'"));

        // In its senses again it is served soon; what it said meanwhile was not acknowledged, so it would say that again.
        await Eventually.UntilAsync(() => mad.Unacknowledged == 0);
        await AgeAsync(gateway, TimeSpan.FromSeconds(10));
        mad.Publish(Taps, Encoding.UTF8.GetBytes(Tap(6_000)));
        await Eventually.UntilAsync(() => Count(gateway, "SELECT count(*) FROM event WHERE id = 't6000'") == 1);

        await AgeAsync(gateway, TimeSpan.FromMinutes(11));
        await Eventually.UntilAsync(() => Count(gateway, "SELECT count(*) FROM fact WHERE type = 'device_behaved'") == 1);
        Assert.Equal(1, Count(gateway, "SELECT count(*) FROM alert WHERE type = 'misbehaves'"));
        await Eventually.UntilAsync(() =>
            Count(gateway, "SELECT count(*) FROM alert WHERE type = 'misbehaves' AND json_extract(body, '$.is_active') = 0") == 1);
    }

    [Fact]
    public async Task A_restart_neither_ends_nor_repeats_a_flood_alert()
    {
        await using var gateway = await StartAsync("");
        using var mad = await SpeakerAsync(gateway, "station-2");
        Say(mad, Taps, Nonsense, 100);
        await Eventually.UntilAsync(() => Count(gateway, "SELECT count(*) FROM alert WHERE type = 'misbehaves'") == 1);
        var kept = Count(gateway, "SELECT count(*) FROM reject");
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        Say(mad, Taps, Nonsense, 100);
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_rejects_total{reason=\"not_json\"}"), count => count == 100);
        Assert.Equal(
            (kept, 1),
            (Count(gateway, "SELECT count(*) FROM reject"), Count(gateway, "SELECT count(*) FROM fact WHERE type = 'device_misbehaved'")));
        await AgeAsync(gateway, TimeSpan.FromMinutes(11));
        await Eventually.UntilAsync(() =>
            Count(gateway, "SELECT count(*) FROM alert WHERE type = 'misbehaves' AND json_extract(body, '$.is_active') = 0") == 1);
    }

    [Theory]
    [InlineData("- { id: charger/plug-1, codec: tasmota, topic: kitchen }", "plug-1", "tele/kitchen/SENSOR", Nonsense, "charger/plug-1")]
    [InlineData(
        "- { id: parking/radio, lot: main, dev_eui: \"0101010101010101\", codec: bosch-tps110 }", "lorawan",
        "application/a/device/0101010101010101/event/up",
        """{"deviceInfo":{"devEui":"0101010101010101"},"fPort":99,"data":"AQ=="}""", "parking/radio")]
    [InlineData(
        "- { id: parking/radio, lot: main, dev_eui: \"0101010101010101\", codec: bosch-tps110 }", "lorawan",
        "application/a/device/0202020202020202/event/up",
        """{"deviceInfo":{"devEui":"0202020202020202"},"fPort":1,"data":"AQ=="}""", "gateway/self")]
    public async Task Plugs_and_radio_sensors_have_their_budgets_too(
        string device, string user, string topic, string mistake, string speaker)
    {
        await using var gateway = await StartAsync(device);
        using var mad = await SpeakerAsync(gateway, user);
        Say(mad, topic, mistake, 200);
        await Eventually.UntilAsync(() =>
            Count(gateway, $"SELECT count(*) FROM alert WHERE type = 'misbehaves' AND device = '{speaker}'") == 1);
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_rejects_total"), count => count == 200);
        // The first of a radio sensor is not known to be its own before it is read.
        Assert.InRange(Count(gateway, "SELECT count(*) FROM reject"), SpeakerBudget.MaxErrors, SpeakerBudget.MaxErrors + 2);
    }

    [Fact]
    public async Task A_flooding_charger_is_still_cut_by_smoke_and_keeps_the_event_until_acknowledged()
    {
        await using var gateway = await StartAsync("");
        using var mad = await SpeakerAsync(gateway, "c01");
        Say(mad, "estate/test/charger/c01/event", Nonsense, 3_000);
        mad.Publish("estate/test/charger/c01/event",
            """{"id":"smoke","boot":1,"seq":1,"at":0,"clock":"unknown","age_ms":0"""u8
                + ""","type":"protection","data":{"kind":"smoke","active":true}}"""u8);
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_actuations_total"), count => count > 0);
        Assert.Equal(0, Count(gateway, "SELECT count(*) FROM event WHERE id = 'smoke'"));
        await Eventually.UntilAsync(() =>
            Count(gateway, "SELECT count(*) FROM alert WHERE type = 'smoke' AND device = 'charger/c01'") == 1);
    }

    private async Task<RunningGateway> StartAsync(string device)
    {
        var gateway = await RunningGateway.StartAsync(devices: device);
        await gateway.StopGatewayAsync();
        gateway.Platform = PlatformServices.Real with { Time = _time };
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        return gateway;
    }

    /// <summary>By the stopwatch; the link is rebuilt, since its echo seems to be lost.</summary>
    private async Task AgeAsync(RunningGateway gateway, TimeSpan by)
    {
        _time.Elapsed += by;
        await gateway.UntilReadyAsync();
    }

    private static void Say(DeviceClient speaker, string topic, string words, int times)
    {
        for (var i = 0; i < times; i++)
            speaker.Publish(topic, Encoding.UTF8.GetBytes(words));
    }

    private static string Tap(int number) => string.Create(CultureInfo.InvariantCulture,
        $"{{\"id\":\"t{number}\",\"boot\":9,\"seq\":{number},\"at\":0,\"clock\":\"unknown\",\"age_ms\":0,\"type\":\"tap\","
            + $"\"data\":{{\"card\":\"NOBODY01\"}}}}");

    private static async Task<string> AlertsAsync(RunningGateway gateway) =>
        (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).ToString();

    private static long Count(RunningGateway gateway, string sql) => TestDatabase.Count(gateway.Data.Database, sql);

    private static async Task<DeviceClient> SpeakerAsync(RunningGateway gateway, string user)
    {
        var speaker = new DeviceClient(
            new DeviceClientOptions
            {
                Host = "127.0.0.1",
                Port = gateway.BrokerPort,
                ClientId = "mad",
                Credentials = new(user, gateway.Password(user))
            }, TimeProvider.System);
        speaker.Start();
        await Eventually.UntilAsync(() => speaker.Current.State == ConnectionState.Ready);
        return speaker;
    }
}
