using System.Collections.Concurrent;
using System.Text;
using Estate.FirmwareSim;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Points;

/// <summary>From a card at a station to points in the ledger, through real Mosquitto and SQLite.</summary>
public sealed class TapToPointsTests
{
    [Fact]
    public async Task A_visit_earns_points_and_shows_an_answer()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        var answers = Collect(station);
        var tap = station.Tap("CARD0001");
        Assert.Equal("welcome", (await AnswerTo(answers, tap)).Result);
        var answer = await AnswerTo(answers, station.Deposit(tap, "wet", 500));
        Assert.Equal(("awarded", 5, "+5, 1 of 2 today, balance 5"), (answer.Result, answer.Balance, answer.DisplayText));
        Assert.Equal(5, await gateway.BalanceAsync("h1"));
        Assert.Equal(5, await gateway.MetricAsync("estate_points_issued"));
    }

    [Fact]
    public async Task Repeated_events_count_once_also_across_a_restart()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.SendsTwice = true;
        var answers = Collect(station);
        var sent = new ConcurrentDictionary<string, byte[]>();
        station.Sent = (id, payload) => sent[id] = payload;
        var tap = station.Tap("CARD0001");
        await AnswerTo(answers, tap);
        var deposit = station.Deposit(tap, "wet", 500);
        var first = await AnswerTo(answers, deposit);
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_events_total{result=\"duplicate\"}"), count => count >= 2);

        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        using var replayer = await Raw(gateway, "station-1", "station-1-replay");
        var replies = new ConcurrentQueue<string>();
        replayer.MessageReceived = message => replies.Enqueue(Encoding.UTF8.GetString(message.Payload));
        replayer.Publish("estate/test/bins/station-1/event", sent[deposit]);
        await Eventually.UntilAsync(() => replies.Any(reply => reply.Contains(deposit, StringComparison.Ordinal)));
        Assert.Contains(
            "\"result\":\"awarded\"", replies.Single(reply => reply.Contains(deposit, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("awarded", first.Result);
        Assert.Equal(5, await gateway.BalanceAsync("h1"));
        Assert.Equal(1, Count(gateway, "SELECT count(*) FROM transfer"));
        Assert.Equal(2, Count(gateway, "SELECT count(*) FROM event"));
    }

    [Fact]
    public async Task A_day_offline_is_credited_when_the_network_returns()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.IsCutOff = true;
        foreach (var card in new[] { "CARD0001", "CARD0002", "CARD0001" })
            station.Deposit(station.Tap(card), "wet", 300);
        Assert.Equal(6, station.Waiting);
        station.IsCutOff = false;
        await Eventually.UntilAsync(() =>
        {
            station.Tick();
            return station.Waiting == 0;
        });
        Assert.Equal((5L, 5L), (await gateway.BalanceAsync("h1"), await gateway.BalanceAsync("h2")));
    }

    [Fact]
    public async Task Taps_made_while_the_broker_is_dead_arrive_later()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        var answers = Collect(station);
        gateway.KillBroker();
        await Eventually.UntilAsync(async () =>
            (await gateway.Http.GetAsync(new Uri("/healthz", UriKind.Relative))).IsSuccessStatusCode, healthy => !healthy);
        var tap = station.Tap("CARD0001");
        await gateway.StartBrokerAsync();
        await Eventually.UntilAsync(() =>
        {
            station.Tick();
            return answers.ContainsKey(tap);
        }, seconds: 40);
        await gateway.UntilReadyAsync();
    }

    [Fact]
    public async Task Rejected_messages_are_counted_kept_without_card_numbers_and_answered()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var device = await Raw(gateway, "station-1", "station-1");
        var replies = new ConcurrentQueue<string>();
        device.MessageReceived = message => replies.Enqueue(Encoding.UTF8.GetString(message.Payload));
        const string topic = "estate/test/bins/station-1/event";
        device.Publish(topic, """{"id":"bad-1","boot":1,"seq":0,"at":1772409600000"""u8
            + ""","clock":"synced","type":"tap","data":{"card":"CARD0001","card":"CARD0002"}}"""u8);
        device.Publish(topic, "{\"card\":\"CARD0001"u8);
        device.Publish(topic, new byte[66_000]);
        device.Publish(topic, """{"id":"unknown-1","boot":1,"seq":1,"at":1772409600000,"clock":"synced","age_ms":0"""u8
            + ""","type":"tap","data":{"card":"NOBODY99"}}"""u8);
        await Eventually.UntilAsync(() => replies.Any(reply => reply.Contains("unknown-1", StringComparison.Ordinal)));
        var refused = replies.Single(reply => reply.Contains("bad-1", StringComparison.Ordinal));
        Assert.Contains("\"reason\":\"duplicate_member\"", refused, StringComparison.Ordinal);
        Assert.Contains(
            "\"result\":\"unknown_card\"", replies.Single(reply => reply.Contains("unknown-1", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        foreach (var reason in new[] { "duplicate_member", "not_json", "too_large" })
        {
            await Eventually.UntilAsync(() => gateway.MetricAsync($"estate_rejects_total{{reason=\"{reason}\"}}"), count => count == 1);
            Assert.Equal(1, Count(gateway, $"SELECT count(*) FROM reject WHERE reason = '{reason}'"));
        }
        Assert.Equal(0, Count(gateway, "SELECT count(*) FROM reject WHERE CAST(payload AS TEXT) LIKE '%CARD000%'"));
        Assert.Equal(0, Count(gateway, "SELECT count(*) FROM transfer"));
    }

    [Fact]
    public async Task A_reused_id_with_another_body_changes_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var device = await Raw(gateway, "station-1", "station-1");
        static byte[] Tap(string card, int seq) => Encoding.UTF8.GetBytes($$$"""{"id":"same","boot":1,"seq":{{{seq}}},"at":0"""
            + $$$""","clock":"unknown","age_ms":0,"type":"tap","data":{"card":"{{{card}}}"}}""");
        device.Publish("estate/test/bins/station-1/event", Tap("CARD0001", 0));
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_answers_total{result=\"welcome\"}"), count => count == 1);
        device.Publish("estate/test/bins/station-1/event", Tap("CARD0002", 1));
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_rejects_total{reason=\"id_reused\"}"), count => count == 1);
        // After a restart the store remembers, whatever the number.
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        var before = await gateway.MetricAsync("estate_rejects_total{reason=\"id_reused\"}");
        var replies = new ConcurrentQueue<string>();
        device.MessageReceived = message => replies.Enqueue(Encoding.UTF8.GetString(message.Payload));
        device.Publish("estate/test/bins/station-1/event", Tap("CARD0002", 0));
        device.Publish("estate/test/bins/station-1/event", Tap("CARD0002", 7));
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_rejects_total{reason=\"id_reused\"}"), count => count == before + 2);
        await Eventually.UntilAsync(() => replies.Any(reply => reply.Contains("\"reason\":\"id_reused\"", StringComparison.Ordinal)));
        Assert.Equal(1, Count(gateway, "SELECT count(*) FROM event"));
    }

    [Fact]
    public async Task A_device_cannot_speak_for_another_nor_hear_its_answers()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var liar = await Raw(gateway, "station-2", "station-2", subscribe: "estate/test/bins/station-1/ack");
        var heard = new ConcurrentQueue<string>();
        liar.MessageReceived = message => heard.Enqueue(message.Topic);
        liar.Publish(
            "estate/test/bins/station-1/event",
            """{"id":"lie","boot":1,"seq":0,"at":0,"clock":"unknown","age_ms":0,"type":"tap","data":{"card":"CARD0001"}}"""u8);
        liar.Publish("estate/test/bins/station-1/command", """{"id":"x"}"""u8);
        var station = await gateway.StationAsync();
        await AnswerTo(Collect(station), station.Tap("CARD0001"));
        await Eventually.UntilAsync(() => liar.Unacknowledged == 0);
        Assert.Equal(1, await gateway.MetricAsync("estate_events_total"));
        Assert.Equal(0, await gateway.MetricAsync("estate_rejects_total"));
        Assert.Empty(heard);
    }

    [Fact]
    public async Task The_lid_is_released_once_and_the_logs_hold_no_card()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        await AnswerTo(Collect(station), station.Tap("CARD0001"));
        await Eventually.UntilAsync(() => station.Executed.Count == 1);
        foreach (var file in Directory.GetFiles(gateway.Data.Root, "*", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains("mosquitto", StringComparison.Ordinal) && file != gateway.Data.PinSocket && file != gateway.Data.WebSocket
                && Path.GetFileName(file) != DataFolder.LockFile))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var content = new StreamReader(stream, Encoding.Latin1);
            Assert.DoesNotContain("CARD0001", await content.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    private static ConcurrentDictionary<string, Ack> Collect(Station station)
    {
        var answers = new ConcurrentDictionary<string, Ack>();
        station.Acknowledged = ack => answers[ack.Id] = ack;
        return answers;
    }

    private static async Task<Ack> AnswerTo(ConcurrentDictionary<string, Ack> answers, string id)
    {
        await Eventually.UntilAsync(() => answers.ContainsKey(id));
        return answers[id];
    }

    private static async Task<DeviceClient> Raw(RunningGateway gateway, string user, string clientId, string? subscribe = null)
    {
        var client = new DeviceClient(new DeviceClientOptions
        {
            Host = "127.0.0.1",
            Port = gateway.BrokerPort,
            ClientId = clientId,
            Credentials = new(user, gateway.Password(user)),
            Subscriptions = [(subscribe ?? $"estate/test/bins/{user}/ack", 1)],
        }, TimeProvider.System);
        client.Start();
        await Eventually.UntilAsync(() => client.Current.State == ConnectionState.Ready);
        return client;
    }

    private static long Count(RunningGateway gateway, string sql) => TestDatabase.Count(gateway.Data.Database, sql);
}
