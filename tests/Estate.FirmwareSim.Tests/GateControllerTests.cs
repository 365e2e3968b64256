using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Estate.TestKit;
using Xunit;

namespace Estate.FirmwareSim.Tests;

/// <summary>What a gate's firmware must survive: orders it cannot read, and everything happening at once.</summary>
public sealed class GateControllerTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Server.FreePort();
    private readonly ConcurrentQueue<(string Channel, JsonElement Body)> _heard = new();
    private Server _broker = null!;
    private DeviceClient _gateway = null!;
    private GateController _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = await TestServers.MosquittoAsync(_folder, _port);
        _gateway = new DeviceClient(
            new DeviceClientOptions { Host = "127.0.0.1", Port = _port, ClientId = "gateway", Subscriptions = [("estate/s1/gate/#", 1)] },
            TimeProvider.System)
        {
            MessageReceived = message =>
                _heard.Enqueue((message.Topic.Split('/')[^1], JsonSerializer.Deserialize<JsonElement>(message.Payload))),
        };
        _gateway.Start();
        await Eventually.UntilAsync(() => _gateway.Current.State == ConnectionState.Ready);
        _gate = new GateController(new DeviceOptions("s1", "north", "127.0.0.1", _port), TimeProvider.System);
        _gate.Start();
        await Eventually.UntilAsync(() => _gate.IsOnline);
    }

    public ValueTask DisposeAsync()
    {
        _gate.Dispose();
        _gateway.Dispose();
        _broker.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_unreadable_command_is_rejected_and_the_next_is_obeyed()
    {
        string[] unreadable = ["{}", """{"value":"ajar"}""", """{"value":1}""", """{"value":"pulse_unlock"}""",
            """{"value":"pulse_unlock","seconds":5}""", """{"value":"pulse_unlock","seconds":"soon"}""",
            """{"value":"pulse_unlock","seconds":"-1"}"""];
        for (var i = 0; i < unreadable.Length; i++)
            Order($"bad-{i}", unreadable[i]);
        Order("good", """{"value":"unlock"}""");
        await Eventually.UntilAsync(() => Heard("reply").Count == unreadable.Length + 1);
        Assert.All(Heard("reply").SkipLast(1), reply => Assert.Equal("rejected", reply.GetProperty("result").GetString()));
        Assert.Equal("executed", Heard("reply")[^1].GetProperty("result").GetString());
        Assert.False(_gate.IsLocked);
    }

    [Fact]
    public async Task Changes_are_numbered_in_order()
    {
        const int times = 500;
        using var start = new Barrier(2);
        await Task.WhenAll(Toggle(_gate.Open), Toggle(_gate.Push));
        await Eventually.UntilAsync(() => Numbered().Count == 4 * times);
        var states = Numbered().Values.Select(one => one.GetProperty("data"))
            .Select(data => (Open: data.GetProperty("open").GetBoolean(), Exit: data.GetProperty("exit").GetBoolean())).ToList();
        // One hand moves the gate and one the button: from each report to the next exactly one of them has changed.
        Assert.All(states.Zip(states.Skip(1)), pair =>
            Assert.True(pair.First.Open == pair.Second.Open ^ pair.First.Exit == pair.Second.Exit));
        Assert.Equal((false, false), states[^1]);

        Task Toggle(Action<bool> move) => Task.Run(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < times; i++)
            {
                move(true);
                move(false);
            }
        });
    }

    [Fact]
    public async Task Simulated_people_pass_and_the_gate_reports_every_minute()
    {
        var south = new GateController(new DeviceOptions("s1", "south", "127.0.0.1", _port), TimeProvider.System);
        using var people = new ControllerPeople(south, ["W26:D41B81"], new Random(1));
        people.Step(0);
        await Eventually.UntilAsync(() => south.IsOnline);
        for (var step = 0; step < 60 * Simulation.StepsPerSecond; step++)
            people.Step(0);
        await Eventually.UntilAsync(() => Heard("telemetry").Count == 1);
        Assert.Equal(5, Heard("telemetry")[0].GetProperty("data").EnumerateObject().Count());
        await Eventually.UntilAsync(() =>
        {
            people.Step(1);
            return Types().Contains("card") && Inputs("exit");
        });
        Order("free", """{"value":"unlock"}""", "south");
        await Eventually.UntilAsync(() =>
        {
            people.Step(1);
            return Inputs("open");
        });
    }

    private void Order(string id, string data, string gate = "north")
    {
        var expires = TimeProvider.System.GetUtcNow().AddSeconds(30).ToUnixTimeMilliseconds();
        _gateway.Publish(
            $"estate/s1/gate/{gate}/command",
            Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","action":"door_value","issued":1,"expires":{{expires}},"data":{{data}} }"""));
    }

    /// <summary>Each event once: nobody acknowledges here, so that on a slow machine they are sent again.</summary>
    private SortedDictionary<long, JsonElement> Numbered() =>
        new(Heard("event").GroupBy(one => one.GetProperty("seq").GetInt64()).ToDictionary(same => same.Key, same => same.First()));

    private List<string?> Types() => [.. Heard("event").Select(one => one.GetProperty("type").GetString())];

    private bool Inputs(string active) =>
        Heard("event").Any(one => one.GetProperty("data").TryGetProperty(active, out var level) && level.GetBoolean());

    private List<JsonElement> Heard(string channel) => [.. _heard.Where(one => one.Channel == channel).Select(one => one.Body)];
}
