using Estate.Domain.Charging;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Charging;

/// <summary>Two boards on one feeder.</summary>
public sealed class SharedFeederTests
{
    private static readonly DeviceId A = new("charger", "a"), B = new("charger", "b");
    private static readonly Feeder Shared = new("shared", 1000);

    private readonly EstateMachine _machine = new(
        [new ChargerKind(TestCards.Hasher)], [Settings(A), Settings(B)], [new ChargingReactor(new CardRegistry())]);
    private readonly List<Outcome> _outcomes = [];
    private Instant _now = Instant.FromUtc(2026, 3, 2, 12, 0);
    private Duration _uptime = Duration.FromHours(1);
    private bool _isOn;

    [Fact]
    public void A_board_waits_for_the_other_and_starts_when_that_has_ended()
    {
        Pass(2, A, B);
        Assert.Equal("ordered", Ask(new StartCharging(A, 1, null, 60)).Result);
        var answer = Ask(new StartCharging(B, 1, null, 60));
        Assert.Equal("Socket 1 waits: 1st in line, about 60 min", answer.Text.En);
        Assert.Equal("queued", Ask(new StartCharging(A, 2, null, 60)).Result);
        Ask(new StopCharging(A, 1, "test"));
        Pass(3, A, B);
        Assert.NotNull(StateOf(B).Sockets[0].Session);
        Assert.Equal(1, StateOf(A).Sockets[1].Wait!.Place);
    }

    [Fact]
    public void Nobody_waits_for_a_board_that_is_silent_when_its_turn_comes()
    {
        Pass(2, A, B);
        Ask(new StartCharging(A, 1, null, 60));
        Ask(new StartCharging(B, 1, null, 60));
        Ask(new StartCharging(A, 2, null, 60));
        _isOn = true;
        Pass(100, A);
        Assert.NotNull(StateOf(B).Sockets[0].Wait);
        Ask(new StopCharging(A, 1, "test"));
        _isOn = false;
        Pass(5, A);
        Assert.Equal(WaitEnd.Offline, TestEstate.Facts<ChargeWaitEnded>(_outcomes).Single().Reason);
        Assert.NotNull(StateOf(A).Sockets[1].Session);
    }

    [Fact]
    public void A_start_that_could_not_be_kept_takes_no_share()
    {
        Pass(2, A, B);
        var before = StateOf(A);
        var outcomes = Step(new RequestReceived(new StartCharging(A, 1, null, 60), "desk", _now));
        _machine.Undo(outcomes, [(A, before)]);
        Assert.Equal("ordered", Ask(new StartCharging(B, 1, null, 60)).Result);
    }

    private static DeviceSettings Settings(DeviceId device) => new(device, new Dictionary<string, string> { ["sockets"] = "2" })
    { Feeders = new Dictionary<int, Feeder> { [1] = Shared, [2] = Shared } };

    private ChargerState StateOf(DeviceId device) => (ChargerState)_machine.StateOf(device)!;

    private Answer Ask(IRequest request) =>
        Step(new RequestReceived(request, "desk", _now)).OfType<Replied>().Single().Answer;

    private IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = _machine.Step(signal, _uptime, ClockTrust.Synced, _now);
        _outcomes.AddRange(outcomes);
        return outcomes;
    }

    /// <summary>Only these report; the first socket is on or off, the other one off.</summary>
    private void Pass(int seconds, params DeviceId[] speaking)
    {
        for (var second = 0; second < seconds; second++)
        {
            (_now, _uptime) = (_now + Duration.FromSeconds(1), _uptime + Duration.FromSeconds(1));
            foreach (var device in speaking)
                Step(new DeviceTelemetry(device, EventTime.Now(_now), new BoardSnapshot(
                    [.. Enumerable.Range(1, 2).Select(socket => new SocketReading(socket)
                    {
                        Closed = _isOn && socket == 1,
                        PowerW = _isOn && socket == 1 ? 800 : 0,
                    })])));
            Step(new Tick(_now));
        }
    }
}
