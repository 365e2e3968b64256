using System.Net;
using Estate.Domain.People;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Monitors;

/// <summary>Water in the pump room and an e-bike in the lift, from the sensor to the staff's list and alerts.</summary>
public sealed class SensorPageTests
{
    private const string Lift = "- { id: monitor/lift-7, building: \"7\", name_zh: 7 号楼电梯, name_en: Lift of building 7 }";

    [Fact]
    public async Task Water_and_an_e_bike_are_alerts_and_stand_first_on_the_staffs_list()
    {
        await using var gateway = await RunningGateway.StartAsync(devices: Lift);
        var (water, camera) = (Sensor(gateway, "pump-room-water", "leak"), Sensor(gateway, "lift-7", "e_bike"));
        await gateway.StartAsync([water, camera]);
        water.Beat();
        camera.Sense(true);
        await Eventually.UntilAsync(
            async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetRawText(),
            alerts => alerts.Contains("e_bike_indoors", StringComparison.Ordinal)
                && alerts.Contains("lift-7/0001", StringComparison.Ordinal));
        await gateway.PersonAsync("desk", Role.Staff);
        using var desk = await gateway.BrowserOfAsync("desk");
        foreach (var (language, seen, dry) in new[] { ("zh", "电动车进楼", "不再漏水"), ("en", "An e-bike was seen", "No water") })
        {
            var page = WebUtility.HtmlDecode(await desk.GetStringAsync("/staff/sensors?lang=" + language));
            Assert.True(page.IndexOf(seen, StringComparison.Ordinal) is > 0 and var first
                && first < page.IndexOf(dry, StringComparison.Ordinal), page);
        }
        Assert.Contains("building 7", await desk.GetStringAsync("/staff/sensors/sensors.csv?lang=en"), StringComparison.Ordinal);
        water.Sense(true);
        await Eventually.UntilAsync(() => desk.GetStringAsync("/staff/sensors?lang=en"), html =>
            html.Contains("Water leaks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_picture_is_refused_whatever_sends_it_and_is_kept_nowhere()
    {
        await using var gateway = await RunningGateway.StartAsync(devices: Lift);
        var camera = Sensor(gateway, "lift-7", "e_bike");
        await gateway.StartAsync([camera]);
        var answers = new System.Collections.Concurrent.ConcurrentQueue<string>();
        camera.Acknowledged = ack => answers.Enqueue(ack.Result);
        camera.Record("senses", """{"e_bike":true,"picture":"data:image/png;base64,iVBORw0KGgo"}""");
        await Eventually.UntilAsync(() => answers.Contains("refused"));
        Assert.DoesNotContain(
            "iVBORw0KGgo", (await gateway.AskAsync(HttpMethod.Get, "/api/journal/monitor/lift-7")).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "e_bike_indoors", (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetRawText(), StringComparison.Ordinal);
        Assert.True(await gateway.MetricAsync("estate_rejects_total{reason=\"bad_member\"") > 0);
    }

    private static Sensor Sensor(RunningGateway gateway, string name, string senses) =>
        new(gateway.Options(name), TimeProvider.System, senses);
}
