using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Sweeper;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Sweeper;

/// <summary>A sweeper that is made to stand: by people, and by a zone that is paused; and what is wrong with it.</summary>
public sealed class SweeperTests
{
    private static readonly DeviceId Id = new("sweeper", "one");
    private readonly List<Outcome> _outcomes = [];
    private EstateMachine _machine = NewMachine();
    private Instant _now = Instant.FromUtc(2026, 3, 2, 0, 0);
    private Duration _uptime = Duration.FromHours(1);
    private ClockTrust _clock = ClockTrust.Synced;

    private SweeperState State => (SweeperState)_machine.StateOf(Id)!;

    private IEnumerable<Fact> Facts => _outcomes.OfType<Recorded>().Select(one => one.Fact);

    private int Stops => _outcomes.OfType<Actuated>().Count(one => one is { Terminal: "drive", IsActive: false, Wire.Action: "stop" });

    private int Goes => _outcomes.OfType<Commanded>().Count(one => one.Command.Action == "go");

    private string? Zones => _outcomes.OfType<Commanded>().LastOrDefault(one => one.Command.Action == "keep_out")?.Command.Arguments[0]
        .Value;

    [Fact]
    public void A_stop_is_sent_before_anything_is_written_and_again_until_it_stands()
    {
        Say(SweeperActivity.Sweeping, "yard");
        Assert.Equal("stopped", Ask(new StopSweeper(Id, "a child")).Result);
        Assert.Equal(1, Stops);
        Wait(6);
        Assert.Equal(2, Stops);
        Say(SweeperActivity.Stopped, "yard");
        Wait(20);
        Assert.Equal(2, Stops);
        Wait(60);
        Assert.Equal(3, Stops);
        Assert.Empty(Facts.OfType<SweeperDisobeyed>());
    }

    [Fact]
    public void One_that_does_not_stop_is_urgent_until_it_stands()
    {
        Say(SweeperActivity.Sweeping, "yard");
        Ask(new StopSweeper(Id, "a child"));
        Wait(14);
        Assert.Empty(Facts.OfType<SweeperDisobeyed>());
        Wait(2);
        var alert = Assert.Single(Facts.OfType<SweeperDisobeyed>().Single().Conditions);
        Assert.Equal(("sweeper_does_not_stop", Severity.High, true), (alert.Type, alert.Severity, alert.IsActive));
        Say(SweeperActivity.Stopped, "yard");
        Assert.False(Facts.OfType<SweeperDisobeyed>().Last().IsActive);
    }

    [Fact]
    public void Only_a_person_with_a_reason_lets_it_go_and_a_rule_may_stop_it()
    {
        Say(SweeperActivity.Sweeping, "yard");
        Ask(new StopSweeper(Id, "rain"), "rule:rain");
        Say(SweeperActivity.Stopped, "yard");
        Assert.Equal("reason_needed", Ask(new LetSweeperGo(Id, "")).Reason);
        Wait(600);
        Assert.Equal(0, Goes);
        Assert.Equal("going", Ask(new LetSweeperGo(Id, "it is dry")).Result);
        Assert.Equal(1, Goes);
        Wait(61);
        Assert.Equal(2, Goes);
        Say(SweeperActivity.Sweeping, "yard");
        Wait(120);
        Assert.Equal(2, Goes);
        Assert.Equal("not_stopped", Ask(new LetSweeperGo(Id, "again")).Reason);
    }

    [Fact]
    public void A_stop_survives_a_restart_and_a_sweeper_that_starts_by_itself()
    {
        Say(SweeperActivity.Stopped, "yard");
        Ask(new StopSweeper(Id, "a child"));
        Restart();
        var before = Stops;
        Say(SweeperActivity.Sweeping, "yard");
        Assert.Equal(before + 1, Stops);
        Assert.Equal("a child", State.Stop!.Reason);
    }

    [Fact]
    public void It_stands_in_a_paused_zone_and_goes_on_when_the_time_is_over()
    {
        Say(SweeperActivity.Sweeping, "school-way");
        Ask(new PauseSweeperZone(Id, "school-way", 30), "rule:school-run");
        Assert.Equal((1, "school-way"), (Stops, Zones));
        Say(SweeperActivity.Stopped, "school-way");
        Ask(new PauseSweeperZone(Id, "school-way", 30), "rule:school-run");
        Wait(29 * 60);
        Assert.Equal(0, Goes);
        Wait(61);
        Assert.Equal((1, ""), (Goes, Zones));
        Assert.Single(Facts.OfType<SweeperZonePaused>());
        Assert.Null(Assert.Single(Facts.OfType<SweeperZoneOpened>()).By);
    }

    [Fact]
    public void Elsewhere_it_goes_on_and_where_nobody_knows_where_it_is_it_stands()
    {
        Say(SweeperActivity.Sweeping, "yard");
        Ask(new PauseSweeperZone(Id, "school-way", 30));
        Assert.Equal(0, Stops);
        Say(SweeperActivity.Sweeping, null);
        Assert.Equal(1, Stops);
        Say(SweeperActivity.Sweeping, "yard");
        Wait(6);
        Assert.False(State.IsHeld);
    }

    [Fact]
    public void By_a_clock_that_cannot_be_believed_no_pause_ends()
    {
        Say(SweeperActivity.Stopped, "school-way");
        Ask(new PauseSweeperZone(Id, "school-way", 1));
        _clock = ClockTrust.Unknown;
        Wait(300);
        Assert.Single(State.Paused);
        _clock = ClockTrust.Synced;
        Wait(1);
        Assert.Empty(State.Paused);
    }

    [Theory]
    [InlineData("", 30, "bad_zone")]
    [InlineData("a,b", 30, "bad_zone")]
    [InlineData("school-way", 0, "bad_minutes")]
    [InlineData("school-way", 241, "bad_minutes")]
    public void A_pause_that_cannot_be_is_refused_in_both_languages(string zone, int minutes, string reason)
    {
        var refused = Ask(new PauseSweeperZone(Id, zone, minutes));
        Assert.Equal(reason, refused.Reason);
        Assert.NotEqual(refused.Text.Zh, refused.Text.En);
        Assert.Empty(State.Paused);
        Assert.Equal("not_paused", Ask(new OpenSweeperZone(Id, "yard")).Reason);
    }

    [Fact]
    public void Stuck_and_a_full_bin_are_alerts_and_a_route_is_told()
    {
        Say(SweeperActivity.Stuck, "yard", bin: 96);
        Say(SweeperActivity.Sweeping, "yard", bin: 85);
        Say(SweeperActivity.Sweeping, "yard", bin: 79);
        Assert.Equal(
            [("sweeper_stuck", true), ("sweeper_bin_full", true), ("sweeper_stuck", false), ("sweeper_bin_full", false)],
            Facts.SelectMany(fact => fact.Conditions).Select(one => (one.Type, one.IsActive)));
        Step(new DeviceTelemetry(Id, EventTime.Now(_now), new RouteReport("north", 812)));
        Assert.Equal("It has swept the route north, 812 m²", Facts.OfType<RouteSwept>().Single().Describe(DateTimeZone.Utc).En);
    }

    [Theory]
    [InlineData("""{"activity":"idle","battery_pct":101}""")]
    [InlineData("""{"activity":"idle","bin_pct":-1}""")]
    [InlineData("""{"activity":"idle","zone":""}""")]
    public void Impossible_values_are_refused(string data) =>
        Assert.NotNull(JsonSerializer.Deserialize(data, SweeperWire.Reader.SweeperReport)!.Fault);

    [Fact]
    public void An_older_report_changes_nothing()
    {
        Say(SweeperActivity.Charging, "dock");
        var old = new EventTime(_now - Duration.FromMinutes(1), _now, ClockTrust.Synced);
        var said = Step(new DeviceTelemetry(Id, old, new SweeperReport(SweeperActivity.Stuck)));
        Assert.Equal(RejectReason.Overtaken, said.OfType<Refused>().Single().Rejection.Reason);
        Assert.Equal(SweeperActivity.Charging, State.Activity);
    }

    private static EstateMachine NewMachine() => new([new SweeperKind()], [new(Id, new Dictionary<string, string>())], []);

    private void Restart()
    {
        var saved = JsonSerializer.Serialize(State, SweeperJson.Default.SweeperState);
        (_machine, _uptime) = (NewMachine(), Duration.Zero);
        _machine.Restore(Id, new(), JsonSerializer.Deserialize(saved, SweeperJson.Default.SweeperState)!);
    }

    private void Say(SweeperActivity activity, string? zone, double? bin = null) =>
        Step(new DeviceTelemetry(Id, EventTime.Now(_now), new SweeperReport(activity) { Zone = zone, BinPct = bin }));

    private Answer Ask(IRequest request, string by = "desk") =>
        Step(new RequestReceived(request, by, _now)).OfType<Replied>().Single().Answer;

    private void Wait(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            (_now, _uptime) = (_now + Duration.FromSeconds(1), _uptime + Duration.FromSeconds(1));
            Step(new Tick(_now));
        }
    }

    private IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = _machine.Step(signal, _uptime, _clock, _now);
        _outcomes.AddRange(outcomes);
        return outcomes;
    }
}
