using System.Collections.Concurrent;
using System.Text;
using Estate.TestKit;
using Xunit;

namespace Estate.FirmwareSim.Tests;

/// <summary>The simulated firmware keeps the contract of docs/wire-protocol.md, against a real Mosquitto.</summary>
public sealed class StationTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Server.FreePort();
    private readonly ConcurrentQueue<(string Topic, string Text)> _heard = new();
    private Server _broker = null!;
    private DeviceClient _gateway = null!;
    private Station _station = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = await TestServers.MosquittoAsync(_folder, _port);
        _gateway = new DeviceClient(
            new DeviceClientOptions { Host = "127.0.0.1", Port = _port, ClientId = "gateway", Subscriptions = [("estate/s1/bins/#", 1)] },
            TimeProvider.System)
        {
            MessageReceived = message => _heard.Enqueue((message.Topic, Encoding.UTF8.GetString(message.Payload))),
        };
        _gateway.Start();
        await Eventually.UntilAsync(() => _gateway.Current.State == ConnectionState.Ready);
        _station = new Station(
            new DeviceOptions("s1", "station-1", "127.0.0.1", _port) { ResendAfter = TimeSpan.FromMilliseconds(100) }, TimeProvider.System);
        _station.Start();
        await Eventually.UntilAsync(() => _station.IsOnline);
    }

    public ValueTask DisposeAsync()
    {
        _station.Dispose();
        _gateway.Dispose();
        _broker.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_event_is_sent_again_until_it_is_acknowledged()
    {
        var id = _station.Tap("CARD0001");
        await Eventually.UntilAsync(() =>
        {
            _station.Tick();
            return Heard("event").Count(text => text.Contains(id, StringComparison.Ordinal)) >= 3;
        });
        _gateway.Publish(
            "estate/s1/bins/station-1/ack",
            Encoding.UTF8.GetBytes($$$"""{"acks":[{"id":"{{{id}}}","result":"recorded","text":{"zh":"","en":""}}]}"""));
        await Eventually.UntilAsync(() => _station.Waiting == 0);
    }

    [Fact]
    public async Task A_command_is_obeyed_once_and_an_expired_one_never()
    {
        const string lid = """{"id":"c1","action":"release_lid","issued":0,"expires":4102444800000,"data":{"session":"s"}}""";
        _gateway.Publish("estate/s1/bins/station-1/command", Encoding.UTF8.GetBytes(lid));
        _gateway.Publish("estate/s1/bins/station-1/command", Encoding.UTF8.GetBytes(lid));
        _gateway.Publish(
            "estate/s1/bins/station-1/command",
            Encoding.UTF8.GetBytes(
                lid.Replace("c1", "c2", StringComparison.Ordinal).Replace("4102444800000", "1000", StringComparison.Ordinal)));
        await Eventually.UntilAsync(() => Heard("reply").Count == 3);
        Assert.Equal(["executed", "duplicate", "expired"], Heard("reply").Select(text => text.Split('"')[7]));
        Assert.Equal(["c1"], _station.Executed);
    }

    [Fact]
    public async Task A_station_announces_itself_and_the_broker_publishes_its_will()
    {
        await Eventually.UntilAsync(() => Heard("status").Any(text => text.Contains("\"state\":\"online\"", StringComparison.Ordinal)));
        _station.Reboot();
        await Eventually.UntilAsync(() => Heard("status").Any(text => text.Contains("\"boot\":2", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_fault_plan_is_parsed_by_name_and_a_wrong_name_is_refused()
    {
        Assert.Empty(FaultPlan.Parse("none"));
        Assert.Equal(FaultPlan.Known.Count, FaultPlan.Parse("all").Count);
        Assert.Contains(
            "'earthquake'", Assert.Throws<FormatException>(() => FaultPlan.Parse("reboot,earthquake")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_faults()
    {
        static List<string> Troubles(int seed)
        {
            using var station = new Station(new DeviceOptions("s1", "x", "127.0.0.1", 1), TimeProvider.System);
            var plan = new FaultPlan(FaultPlan.Parse("all"), new Random(seed));
            return [.. Enumerable.Range(0, 500).Select(_ =>
            {
                plan.Trouble(station);
                return $"{station.SendsTwice} {station.IsCutOff} {station.Clock.Trust} {station.Clock.Offset} {plan.Reorders}";
            })];
        }

        Assert.Equal(Troubles(7), Troubles(7));
        Assert.NotEqual(Troubles(7), Troubles(8));
    }

    private List<string> Heard(string channel) =>
        [.. _heard.Where(one => one.Topic.EndsWith("/" + channel, StringComparison.Ordinal)).Select(one => one.Text)];
}
