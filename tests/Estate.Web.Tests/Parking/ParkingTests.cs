using System.Net;
using System.Text.Json;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Parking;

/// <summary>The car park through the whole gateway: sensors on real MQTT, the feed, the sign, the staff's orders.</summary>
[Collection(Alone.Name)]
public sealed class ParkingTests
{
    [Fact]
    public async Task Sensor_reports_reach_the_page_the_feed_and_the_sign()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var sensors = await gateway.BaysAsync();
        var sign = await gateway.SignAsync();
        foreach (var (sensor, index) in sensors.Select((sensor, index) => (sensor, index)))
            sensor.Start(index > 0, "power_on");
        var summary = await UntilAsync(gateway, counts =>
            counts.GetProperty("free").GetInt32() == 1 && counts.GetProperty("occupied").GetInt32() == 3);
        Assert.Equal(
            (4, 0), (
                summary.GetProperty("counts").GetProperty("total").GetInt32(),
                summary.GetProperty("counts").GetProperty("unknown").GetInt32()));
        Assert.Equal("1 free", summary.GetProperty("text").GetProperty("en").GetString());
        Assert.Equal(
            ["spaces_available", "full"],
            summary.GetProperty("zones").EnumerateArray().Select(zone => zone.GetProperty("status").GetString()));
        await Eventually.UntilAsync(() => sign.Text == "1" && sign.Arrow == "left");
        sensors[0].Park(true);
        await UntilAsync(gateway, counts => counts.GetProperty("free").GetInt32() == 0);
        await Eventually.UntilAsync(() => sign.Text == "满");

        var feed = JsonDocument.Parse(await gateway.GetAsync("/api/parking/feed")).RootElement;
        Assert.Equal(
            ["P01 A occupied", "P02 A occupied", "P03 B occupied", "P04 B occupied"],
            feed.GetProperty("data").GetProperty("bays").EnumerateArray()
            .Select(bay =>
                $"{bay.GetProperty("bay_id").GetString()} {bay.GetProperty("zone").GetString()} {bay.GetProperty("status").GetString()}"));
        Assert.True(
            feed.GetProperty("ttl").GetInt32() > 0
            && feed.GetProperty("last_updated").GetInt64() >= feed.GetProperty("data").GetProperty("bays")[0].GetProperty("last_reported")
                .GetInt64());
    }

    [Fact]
    public async Task A_client_with_the_current_version_gets_not_modified()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var first = await Eventually.UntilAsync(() => gateway.Http.GetAsync(new Uri("/api/parking", UriKind.Relative)), response =>
            response.IsSuccessStatusCode);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/parking");
        again.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.ToString());
        using var second = await gateway.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), second.Headers.CacheControl!.MaxAge);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Staff_close_a_bay_and_open_it_again_and_a_restart_remembers()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await Eventually.UntilAsync(() => gateway.Http.GetAsync(new Uri("/api/parking", UriKind.Relative)), response =>
            response.IsSuccessStatusCode);
        Assert.Equal(
            "token_needed", Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/bays/P01/close", null, """{"reason":"tree"}""")));
        Assert.Equal(
            "not_your_role",
            Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/bays/P01/close", "chair", """{"reason":"tree"}""")));
        Assert.Equal(
            "no_such_bay", Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/bays/X9/close", "desk", """{"reason":"tree"}""")));
        Assert.Equal(
            "bad_request", Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/bays/P01/close", "desk", """{"reason":null}""")));
        Assert.Equal(
            "closed",
            (await gateway.AskAsync(HttpMethod.Post, "/api/parking/bays/P01/close", "desk", """{"reason":"tree"}""")).GetProperty("result")
                .GetString());
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        await UntilAsync(gateway, counts => counts.GetProperty("closed").GetInt32() == 1);
        await gateway.AskAsync(HttpMethod.Post, "/api/parking/bays/P01/reopen");
        await UntilAsync(gateway, counts => counts.GetProperty("closed").GetInt32() == 0);
        Assert.Equal(
            "moved",
            (await gateway.AskAsync(HttpMethod.Post, "/api/parking/sensors/p01/move", "desk", """{"bay":"P02"}""")).GetProperty("result")
                .GetString());
    }

    [Theory]
    [InlineData("""{"occupied":"yes"}""", "bad_member")]
    [InlineData("""{}""", "missing_member")]
    [InlineData("""{"occupied":true,"battery_pct":-3}""", "bad_member")]
    public async Task An_impossible_reading_is_counted_and_changes_nothing(string data, string reason)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var sensor = (await gateway.BaysAsync())[0];
        sensor.Record("occupancy", data);
        await Eventually.UntilAsync(() => gateway.MetricAsync($"estate_rejects_total{{reason=\"{reason}\"}}"), count => count >= 1);
        await UntilAsync(gateway, counts => counts.GetProperty("unknown").GetInt32() == 4);
    }

    [Fact]
    public async Task A_sensor_behind_a_network_server_is_received_through_the_broker()
    {
        await using var gateway = await RunningGateway.StartAsync(
            devices: """- { id: parking/radio, bay: R01, zone: R, lot: main, dev_eui: "0101010101010101", codec: bosch-tps110 }""");
        using var server = new DeviceClient(new DeviceClientOptions
        {
            Host = "127.0.0.1",
            Port = gateway.BrokerPort,
            ClientId = "network-server",
            Credentials = new("lorawan", gateway.Password("lorawan")),
        }, TimeProvider.System);
        server.Start();
        await Eventually.UntilAsync(() => server.Current.State == ConnectionState.Ready);
        server.Publish(
            "application/x/device/0101010101010101/event/up", """{"deviceInfo":{"devEui":"0101010101010101"},"fPort":1,"data":"AA=="}"""u8);
        await UntilAsync(gateway, counts => counts.GetProperty("free").GetInt32() == 1);
    }

    [Fact]
    public async Task Open_pages_leave_connections_for_others()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await UntilAsync(gateway, _ => true);
        var live = new Uri("/parking/live", UriKind.Relative);
        var open = new List<HttpResponseMessage>();
        for (var page = 0; page < 550; page++)
            open.Add(await gateway.Http.GetAsync(live, HttpCompletionOption.ResponseHeadersRead));
        Assert.All(open, page => Assert.Equal(HttpStatusCode.OK, page.StatusCode));

        using var oneTooMany = await gateway.Http.GetAsync(live, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, oneTooMany.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), oneTooMany.Headers.RetryAfter?.Delta);
        using var page1 = await gateway.Http.GetAsync(new Uri("/parking", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page1.StatusCode);

        open.ForEach(page => page.Dispose());
        await Eventually.UntilAsync(
            async () =>
            {
                using var again = await gateway.Http.GetAsync(live, HttpCompletionOption.ResponseHeadersRead);
                return again.StatusCode;
            },
            status => status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_sign_without_updates_goes_dark_on_its_own()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var sign = await gateway.SignAsync();
        await Eventually.UntilAsync(() => sign.Text == "--");
        Assert.True(sign.Obeys("show", """{"text":"7","arrow":"left","blank_after_s":"1"}"""));
        gateway.KillBroker();
        await Eventually.UntilAsync(() => sign.Text.Length == 0);
        Assert.False(sign.Obeys("show", """{"text":"12345","arrow":"left","blank_after_s":"1"}"""));
        await gateway.StartBrokerAsync();
    }

    [Fact]
    public async Task Staff_issue_permits_the_committee_decides_rules_and_everybody_reads_the_count()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await UntilAsync(gateway, _ => true);
        Assert.Equal(
            "not_your_role",
            Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/permits", "chair", """{"household":"h1","class":"resident"}""")));
        Assert.Equal(
            "unknown_household",
            Reason(await gateway.AskAsync(
                HttpMethod.Post, "/api/parking/permits", "desk", """{"household":"nobody","class":"resident"}""")));
        Assert.Equal(
            "bad_request",
            Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/permits", "desk", """{"household":"h1","class":"tractor"}""")));
        Assert.Equal(
            "c1", (await gateway.AskAsync(HttpMethod.Post, "/api/parking/permits", "desk", """{"household":"h1","class":"resident"}"""))
                .GetProperty("id").GetString());
        const string rules = """{"resolution":"2026-9","effective_from":"SOONT00:00","car_fees":[100,400],"rented_fee":150"""
            + ""","visitor_fee":5,"max_cars":2,"max_rented_days":366,"max_visitor_days":3}""";
        Assert.Equal("not_your_role", Reason(await gateway.AskAsync(HttpMethod.Post, "/api/parking/rules", "desk", rules)));
        Assert.Equal(
            "decided", (await gateway.AskAsync(HttpMethod.Post, "/api/parking/rules", "chair", rules)).GetProperty("result").GetString());
        var page = WebUtility.HtmlDecode(await gateway.GetAsync("/parking/rules?lang=zh"));
        Assert.Contains("每户最多 3 辆车", page, StringComparison.Ordinal);
        Assert.Contains("即将执行", page, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "h1", page.Replace("<h1", "", StringComparison.Ordinal).Replace("/h1", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(
            1, JsonDocument.Parse(await gateway.GetAsync("/api/parking/rules")).RootElement.GetProperty("permits").GetProperty("resident")
                .GetInt32());
        var print = await gateway.GetAsync("/parking/print");
        Assert.Equal(2, print.Split("class=\"qr\"").Length - 1);
        Assert.Contains($"{gateway.Url}/parking#zone-B", print, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> UntilAsync(RunningGateway gateway, Func<JsonElement, bool> isSo) => await Eventually.UntilAsync(
        async () =>
        {
            using var response = await gateway.Http.GetAsync(new Uri("/api/parking", UriKind.Relative));
            return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.Clone();
        },
        summary => summary.TryGetProperty("counts", out var counts) && isSo(counts));

    private static string? Reason(JsonElement answer) => answer.GetProperty("reason").GetString();
}
