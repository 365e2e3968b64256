using System.Net;
using System.Text.Json;
using Estate.Domain.People;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Charging;

/// <summary>
/// Chargers and alerts through the whole gateway: cards, staff, the back office's words, telling people over restarts, who may do what.
/// </summary>
public sealed class ChargingTests
{
    [Fact]
    public async Task A_card_starts_a_charge_and_the_API_reports_it_in_OCPP_terms()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var board = await gateway.ChargerAsync();
        var answers = new List<Ack>();
        board.Acknowledged = answers.Add;
        board.Sockets[2].Bike = new(960, 180, 0.2);
        board.Card(3, "CARD0001");
        board.Card(4, "CARD0003");
        await PlayAsync(board, async () => (await ConnectorAsync(gateway, 3)).GetProperty("status").GetString() == "Charging");
        Assert.Equal(["ordered", "refused"], answers.Select(ack => ack.Result).Order());
        var values = (await ConnectorAsync(gateway, 3)).GetProperty("meter_value").EnumerateArray()
            .ToDictionary(one => one.GetProperty("measurand").GetString()!, one => one.GetProperty("value").GetString());
        Assert.Equal("180", values["Power.Active.Import"]);
        var curve = await gateway.AskAsync(HttpMethod.Get, "/api/chargers/c01/sockets/3/curve");
        Assert.True(curve.GetProperty("watts").GetArrayLength() > 0);

        Assert.Equal(
            "reason_needed",
            (await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/sockets/3/stop", body: """{"reason":""}""")).GetProperty("reason")
                .GetString());
        await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/sockets/3/stop", body: """{"reason":"fire lane"}""");
        await PlayAsync(board, async () =>
            (await gateway.AskAsync(HttpMethod.Get, "/api/chargers/c01/transactions")).GetArrayLength() == 1);
        var transaction = (await gateway.AskAsync(HttpMethod.Get, "/api/chargers/c01/transactions"))[0];
        Assert.Equal(
            ("Remote", "remote_stop", "h1", "desk"),
            (transaction.GetProperty("reason").GetString(), transaction.GetProperty("vendor_reason").GetString(),
            transaction.GetProperty("household").GetString(), transaction.GetProperty("stopped_by").GetString()));
        // Who charges is nobody else's business.
        Assert.DoesNotContain("h1", await gateway.GetAsync("/api/chargers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_survives_a_gateway_restart_and_the_board_enforces_its_limits()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var board = await gateway.ChargerAsync();
        board.Sockets[0].Bike = new(960, 180, 0.2);
        await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/sockets/1/start", body: """{"minutes":60}""");
        await PlayAsync(board, async () => (await ConnectorAsync(gateway, 1)).GetProperty("status").GetString() == "Charging");
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        await PlayAsync(board, async () => (await ConnectorAsync(gateway, 1)).GetProperty("status").GetString() == "Charging");
        Assert.Equal(
            "occupied",
            (await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/sockets/1/start", body: "{}")).GetProperty("reason").GetString());
        Assert.Equal(
            "sent", (await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/configuration", body: """{"full_w":"45"}""")).GetProperty(
                "result").GetString());
        await PlayAsync(board, async () =>
            (await gateway.AskAsync(HttpMethod.Get, "/api/chargers/c01/configuration")).GetProperty("full_w").GetString() == "45");
        Assert.Equal(
            "bad_parameters",
            (await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/configuration", body: """{"full_w":"4500"}""")).GetProperty(
                "reason").GetString());
    }

    [Fact]
    public async Task A_notification_is_delivered_once_across_restarts_and_a_dead_notifier_raises_an_alert()
    {
        using var phone = new ScriptedHttp(new ScriptedAnswer(503), new(503), new(503), new(503), new(200));
        await using var gateway = await RunningGateway.StartAsync(
            $$"""
            alerts:
              ladder: [ { zh: 台, en: Desk, after_min: 0, from: high, notify: [duty, robot] } ]
              notifiers:
                - { name: duty, type: webhook, url: "{{phone.Url}}" }
                - { name: robot, type: wecom }
            """, secrets: [("duty", "shared secret")]);
        var board = await gateway.ChargerAsync();
        board.Smoke(true);
        await Eventually.UntilAsync(() => !phone.Received.IsEmpty);
        var open = await Eventually.UntilAsync(() => AlertsAsync(gateway), alerts =>
            alerts.Contains("notifier_down/duty") && alerts.Contains("notifier_down/robot"));
        Assert.Contains("smoke/", open);
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        await Eventually.UntilAsync(() => phone.Received.Count >= 5, 60);
        await Eventually.UntilAsync(async () =>
            (await gateway.AskAsync(HttpMethod.Get, "/api/alerts/" + await IdAsync(gateway, "smoke"))).GetProperty("deliveries").ToString(),
            text => text.Contains("\"notifier\":\"duty\"", StringComparison.Ordinal) && !DeliveredNull(text));
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        Assert.Equal(
            "acknowledged",
            (await gateway.AskAsync(HttpMethod.Post, $"/api/alerts/{await IdAsync(gateway, "smoke")}/acknowledge", body: "{}"))
            .GetProperty("result").GetString());
        Assert.Single(phone.Received.Select(heard => heard.Headers["webhook-id"]).Distinct());
        Assert.Equal(5, phone.Received.Count);

        static bool DeliveredNull(string deliveries) =>
            JsonDocument.Parse(deliveries).RootElement.EnumerateArray()
            .Any(one => one.GetProperty("notifier").GetString() == "duty" && one.GetProperty("settled").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task An_evening_with_every_fault_leaves_each_order_with_one_end_and_the_gateway_healthy()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var board = gateway.NewCharger();
        var random = new Random(11);
        using (var traffic = new ChargerTraffic(
            [board], RunningGateway.BikeCards,
            new FaultPlan(FaultPlan.Parse("duplicate,offline,latereply,lostend,split,reboot,weld"), random), random)
        { Haste = 600 })
        {
            traffic.Start();
            await Eventually.UntilAsync(() => board.IsOnline);
            // Faster than life: two minutes of steps, and more where the computer is busy and no order has ended yet.
            for (var step = 0; step < 1200 || step % 100 != 0 || (step < 12_000 && (await EndedAsync()).Count == 0); step++)
            {
                traffic.Step(0.1);
                if (step % 3 == 0)
                    board.Report();
                if (step % 20 == 0)
                    board.Card(1 + (step / 20 % 10), RunningGateway.BikeCards[step / 20 % 10]);
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }
        var ended = await EndedAsync();
        Assert.NotEmpty(ended);
        Assert.Equal(ended.Count, ended.Distinct().Count());
        Assert.Contains("estate_store_conflicts 0", await gateway.GetAsync("/metrics"), StringComparison.Ordinal);
        Assert.Equal(0, await gateway.MetricAsync("estate_dropped_total{queue=\"failed\""));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative))).StatusCode);

        async Task<List<string?>> EndedAsync() =>
            [.. (await gateway.AskAsync(HttpMethod.Get, "/api/chargers/c01/transactions?limit=1000")).EnumerateArray()
            .Select(one => one.GetProperty("transaction_id").GetString())];
    }

    [Fact]
    public async Task A_third_party_plug_is_read_commanded_and_confined_to_its_own_topics()
    {
        await using var gateway = await RunningGateway.StartAsync(
            devices: "- { id: charger/plug-1, codec: tasmota, topic: plug_kitchen, max_power_w: \"2000\" }");
        var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var plug = new DeviceClient(new DeviceClientOptions
        {
            Host = "127.0.0.1",
            Port = gateway.BrokerPort,
            ClientId = "plug-1",
            Credentials = new("plug-1", gateway.Password("plug-1")),
            Subscriptions = [("cmnd/plug_kitchen/#", 0)],
        }, TimeProvider.System)
        { MessageReceived = message => heard.Enqueue(message.Topic + " " + System.Text.Encoding.UTF8.GetString(message.Payload)) };
        plug.Start();
        await Eventually.UntilAsync(() => plug.Current.State == ConnectionState.Ready);
        plug.Publish("tele/plug_kitchen/LWT", "Online"u8, retain: true);
        // Another's: the broker does not let it through.
        plug.Publish(
            "estate/test/charger/c01/telemetry",
            """{"at":0,"clock":"unknown","age_ms":0,"type":"sockets","data":{"sockets":[{"socket":1,"closed":false}]}}"""u8);
        await Eventually.UntilAsync(async () =>
        {
            plug.Publish("stat/plug_kitchen/POWER", "OFF"u8);
            return (await gateway.AskAsync(HttpMethod.Post, "/api/chargers/plug-1/sockets/1/start", body: """{"minutes":60}"""))
                .GetRawText();
        }, text => text.Contains("\"result\":\"ordered\"", StringComparison.Ordinal));
        await Eventually.UntilAsync(() => heard.Contains("cmnd/plug_kitchen/Backlog PulseTime1 3700; Power1 ON"));
        await Eventually.UntilAsync(async () =>
        {
            plug.Publish("stat/plug_kitchen/RESULT", """{"POWER":"ON"}"""u8);
            plug.Publish("tele/plug_kitchen/SENSOR", """{"ENERGY":{"Total":1.5,"Power":2300,"Voltage":230,"Current":10}}"""u8);
            return heard.Contains("cmnd/plug_kitchen/Power1 OFF");
        }, so => so);
        Assert.Equal("Unavailable", (await ConnectorAsync(gateway, 1)).GetProperty("status").GetString());
        Assert.Contains("over_power/socket-1", await Eventually.UntilAsync(() => AlertsAsync(gateway), all => all.Count > 0));
    }

    [Fact]
    public async Task A_lost_broker_raises_an_alert_that_only_staff_see_and_close()
    {
        await using var gateway = await RunningGateway.StartAsync("alerts: { delays: [ { type: broker_lost, on_s: 1, off_s: 0 } ] }");
        gateway.KillBroker();
        var alerts = await Eventually.UntilAsync(() => AlertsAsync(gateway), all => all.Contains("broker_lost/"));
        Assert.Single(alerts);
        foreach (var path in new[] { "/api/alerts", "/api/chargers/c01/transactions", "/api/chargers/c01/sockets/1/curve",
            "/staff/alerts/live" })
        {
            Assert.Equal("token_needed", (await gateway.AskAsync(HttpMethod.Get, path, null)).GetProperty("reason").GetString());
            Assert.Equal("not_your_role", (await gateway.AskAsync(HttpMethod.Get, path, "chair")).GetProperty("reason").GetString());
        }
        foreach (var path in new[] { "/api/alerts/x/acknowledge", "/api/alerts/x/reset", "/api/alerts/hand-over",
            "/api/chargers/c01/sockets/1/start", "/api/chargers/c01/sockets/1/stop", "/api/chargers/c01/configuration" })
            Assert.Equal("token_needed", (await gateway.AskAsync(HttpMethod.Post, path, null, "{}")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Another_site_cannot_use_a_browsers_login()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = new Uri(gateway.Url) };
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(new Uri("/staff/alerts", UriKind.Relative))).StatusCode);
        await gateway.PersonAsync("desk", Role.Staff);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await PostAsync("/login", "same-origin", ("name", "desk"), ("password", "guessed"))).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await PostAsync("/login", "cross-site", ("name", "desk"), ("password", RunningGateway.Secret))).StatusCode);
        var login = await PostAsync(
            "/login", "same-origin", ("name", "desk"), ("password", RunningGateway.Secret), ("next", "//evil.example/"));
        Assert.Equal("/staff/alerts", login.Headers.Location?.ToString());
        Assert.Contains(
            "samesite=strict",
            Assert.Single(login.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("session=", StringComparison.Ordinal)),
            StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/staff/alerts", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/staff/handover", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync("/staff/handover", "cross-site", ("to", "Zhao"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("/staff/handover", "same-origin", ("to", " "))).StatusCode);
        Assert.Equal("/staff/handover", (await PostAsync("/staff/handover", "same-origin", ("to", "Zhao"))).Headers.Location?.ToString());
        Assert.Contains(
            "desk → Zhao", WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri("/staff/handover", UriKind.Relative))),
            StringComparison.Ordinal);
        for (var tries = 0; tries < 10; tries++)
            await PostAsync("/login", "same-origin", ("password", "guessed"));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync("/login", "same-origin", ("password", "guessed"))).StatusCode);

        async Task<HttpResponseMessage> PostAsync(string path, string site, params (string Name, string Value)[] fields)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post,
                path)
            { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
            request.Headers.Add("Sec-Fetch-Site", site);
            return await browser.SendAsync(request);
        }
    }

    private static async Task<HashSet<string>> AlertsAsync(RunningGateway gateway) =>
        [.. (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetProperty("open").EnumerateArray()
        .Select(one => $"{one.GetProperty("type").GetString()}/{one.GetProperty("component").GetString()}")];

    private static async Task<string> IdAsync(RunningGateway gateway, string type) => await Eventually.UntilAsync(
        async () =>
            (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetProperty("open").EnumerateArray()
            .Where(one => one.GetProperty("type").GetString() == type).Select(one => one.GetProperty("id").GetString()!).FirstOrDefault()
            ?? "",
        id => id.Length > 0);

    private static async Task<JsonElement> ConnectorAsync(RunningGateway gateway, int socket)
    {
        using var document = JsonDocument.Parse(await gateway.GetAsync("/api/chargers"));
        return document.RootElement[0].GetProperty("connectors")[socket - 1].Clone();
    }

    private static Task<bool> PlayAsync(ChargerBoard board, Func<Task<bool>> isSo) => Eventually.UntilAsync(async () =>
    {
        board.Step(0.02);
        board.Report();
        return await isSo();
    }, so => so, 40);
}
