using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestCharger;

namespace Estate.Domain.Tests.Charging;

/// <summary>A charger whose sockets are only measured, by current sensors of the gateway.</summary>
public sealed class MeasuredChargerTests
{
    private static readonly ChargerKind Kind = new(TestCards.Hasher, Zone);
    private static readonly Instant Start = new LocalDateTime(2026, 3, 2, 20, 0).InZoneStrictly(Zone).ToInstant();

    private readonly EstateMachine _machine = Machine(10, "current-3", "current-4");
    private readonly List<Outcome> _outcomes = [];
    private Duration _uptime = Duration.FromHours(1);

    private ChargerState State => (ChargerState)_machine.StateOf(Board)!;

    [Theory]
    [InlineData(1.25, 1.25)]
    [InlineData(-0.03, 0.0)]
    [InlineData(-0.1, 0.0)]
    [InlineData(null, null)]
    public void A_current_becomes_its_sockets_reading_and_a_zero_offset_reads_zero(double? measured, double? amperes)
    {
        Measure("current-3", measured);
        Step(new Tick(Now));
        Assert.Equal(amperes, State.SocketAt(3)!.Last!.CurrentA);
        Assert.Null(State.SocketAt(4)!.Last);
        var written = _outcomes.OfType<Measured>().Single(one => one.Measurement.Name == "socket").Measurement.Fields;
        Assert.Equal(amperes, written.Where(field => field.Key == "current_a")
            .Select(field => (double?)field.Value.Number).SingleOrDefault());
    }

    [Theory]
    [InlineData(-3.0)]
    [InlineData(20_000.0)]
    public void An_impossible_current_is_refused_with_its_socket_and_reads_unknown(double amperes)
    {
        Measure("current-3", amperes);
        Assert.Contains("socket 3: current_a", _outcomes.OfType<Refused>().Single().Rejection.Detail, StringComparison.Ordinal);
        Assert.Null(State.SocketAt(3)!.Last!.CurrentA);
    }

    [Fact]
    public void A_measured_socket_is_never_free_and_takes_no_orders()
    {
        for (var minute = 0; minute < 5; minute++)
        {
            Measure("current-3", 0);
            _uptime += Duration.FromMinutes(1);
            Step(new Tick(Now));
        }
        Measure("current-3", 0);
        Assert.Equal(SocketStatus.Unavailable, State.StatusOf(State.SocketAt(3)!, _uptime));
        var answer = Step(new RequestReceived(new StartCharging(Board, 3, null, null), "desk", Now)).OfType<Replied>().Single().Answer;
        Assert.Equal("not_switched", answer.Reason);
        Assert.DoesNotContain(_outcomes, outcome => outcome is Commanded or Actuated);
    }

    [Fact]
    public void A_sensor_of_a_missing_socket_is_a_configuration_error() =>
        Assert.Contains("current-4 of chips: measures a socket that is not there; sockets is 3",
            Assert.Throws<FormatException>(() => Machine(3, "current-3", "current-4")).Message, StringComparison.Ordinal);

    private static EstateMachine Machine(int sockets, params IReadOnlyList<string> wires)
    {
        var values = new Dictionary<string, string> { ["sockets"] = FormattableString.Invariant($"{sockets}") };
        return new([Kind], [new DeviceSettings(Board, values) { Wires = wires }], []);
    }

    private Instant Now => Start + _uptime;

    private void Measure(string terminal, double? amperes) =>
        Step(new DeviceTelemetry(Board, EventTime.Now(Now), Kind.Terminals.Gauges[terminal].Read(amperes)!) { IsWired = true });

    private IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = _machine.Step(signal, _uptime, ClockTrust.Synced, Now);
        _outcomes.AddRange(outcomes);
        return outcomes;
    }
}
