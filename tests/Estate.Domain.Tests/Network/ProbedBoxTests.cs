using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Network;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Network;

/// <summary>A box that is asked: when it is unreachable and reachable again, what its uplink loses, and that it has restarted.</summary>
public sealed class ProbedBoxTests
{
    private static readonly DeviceId Box = new("network", "ap-1");
    private readonly List<Outcome> _outcomes = [];
    private readonly EstateMachine _machine = NewMachine([]);
    private Instant _now = Instant.FromUtc(2026, 3, 2, 8, 0);

    private NetworkState State => (NetworkState)_machine.StateOf(Box)!;

    private bool IsSilent => _machine.PresenceOf(Box)!.IsSilent;

    private IEnumerable<(string Type, bool IsActive)> Conditions =>
        _outcomes.OfType<Recorded>().SelectMany(one => one.Fact.Conditions).Select(one => (one.Type, one.IsActive));

    [Fact]
    public void Three_of_five_lost_is_unreachable_and_it_is_back_when_fewer_are_and_two_were_answered()
    {
        Probe("a");
        Probe("ll");
        Assert.False(IsSilent);
        Probe("al");
        Assert.True(IsSilent);
        Assert.Equal([("silent", true)], Conditions);
        Probe("a");
        Assert.True(IsSilent);
        Probe("la");
        Assert.True(IsSilent);
        Probe("a");
        Assert.False(IsSilent);
        Assert.Equal([("silent", true), ("silent", false)], Conditions);
    }

    [Fact]
    public void One_that_answers_every_second_time_does_not_flutter()
    {
        Probe(string.Concat(Enumerable.Repeat("la", 40)));
        Assert.Single(Conditions, ("silent", true));
        Assert.True(IsSilent);
    }

    [Fact]
    public void A_box_that_was_never_reached_is_told_and_one_lost_probe_at_first_is_nothing()
    {
        Probe("l");
        Assert.Null(State.IsReachable);
        Probe("ll");
        Assert.True(IsSilent);
        Assert.Null(_machine.PresenceOf(Box)!.LastSeen);
    }

    [Fact]
    public void While_nobody_asks_nobody_calls_it_silent()
    {
        Probe("a");
        _now += Duration.FromDays(2);
        Step(new Tick(_now));
        Assert.False(IsSilent);
    }

    [Fact]
    public void What_an_uplink_loses_is_an_alert_until_it_loses_half_of_that()
    {
        Probe(string.Concat(Enumerable.Repeat("aaaal", 3)));
        Assert.Equal([("uplink_loss", true)], Conditions);
        Probe("aaaa");
        Assert.True(State.IsLossy);
        Probe(new string('a', 12));
        Assert.Equal([("uplink_loss", true), ("uplink_loss", false)], Conditions);
    }

    [Fact]
    public void After_an_outage_the_loss_is_counted_anew()
    {
        Probe(new string('a', 20));
        Probe(new string('l', 20));
        Probe(new string('a', 4));
        Assert.Equal([("silent", true), ("silent", false)], Conditions.Where(one => one.Type == "silent"));
        Assert.False(State.IsLossy);
        Assert.Null(State.LossPct);
        Probe(new string('a', 10));
        Assert.Equal(0, State.LossPct);
    }

    [Fact]
    public void A_smaller_uptime_is_a_restart_but_for_the_end_of_its_32_bits()
    {
        Answer(new(ProbeProblem.None) { UptimeS = 3_000 });
        Answer(new(ProbeProblem.None) { UptimeS = 3_060 });
        Assert.Empty(_outcomes.OfType<Recorded>());
        Answer(new(ProbeProblem.None) { UptimeS = 20 });
        Assert.Equal(20, Assert.IsType<NetworkRestarted>(Assert.Single(_outcomes.OfType<Recorded>()).Fact).UptimeS);
        Assert.Equal(_now - Duration.FromSeconds(20), State.RestartedAt);
        Answer(new(ProbeProblem.None) { UptimeS = 42_949_640 });
        Answer(new(ProbeProblem.None) { UptimeS = 27 });
        Assert.Single(_outcomes.OfType<Recorded>());
    }

    [Fact]
    public void One_that_started_anew_while_it_could_not_be_reached_has_restarted_however_long_it_runs_already()
    {
        Answer(new(ProbeProblem.None) { UptimeS = 100 });
        Probe(new string('l', 59));
        Answer(new(ProbeProblem.None) { UptimeS = 1_200 });
        Assert.Equal(1_200, Assert.Single(_outcomes.OfType<Recorded>().Select(one => one.Fact).OfType<NetworkRestarted>()).UptimeS);
        Probe(new string('l', 59));
        Answer(new(ProbeProblem.None) { UptimeS = 4_800 });
        Assert.Single(_outcomes.OfType<Recorded>().Select(one => one.Fact).OfType<NetworkRestarted>());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100_001)]
    [InlineData(double.NaN)]
    [InlineData(1e300)]
    public void How_many_there_cannot_be_are_none_and_the_box_is_not_read_well(double clients)
    {
        Answer(new(ProbeProblem.None) { UptimeS = 1, Clients = clients });
        Assert.Null(State.Clients);
        Assert.Equal(ProbeProblem.Unreadable, State.Probe);
        Assert.False(IsSilent);
        Answer(new(ProbeProblem.None) { UptimeS = 2, Clients = 17 });
        Assert.Equal((17, ProbeProblem.None), (State.Clients, State.Probe));
    }

    [Fact]
    public void An_uplink_that_is_down_is_an_alert_and_up_at_first_is_no_news()
    {
        Answer(new(ProbeProblem.None) { UplinkUp = true });
        Assert.Empty(Conditions);
        Answer(new(ProbeProblem.None) { UplinkUp = false });
        Answer(new(ProbeProblem.None) { UplinkUp = true });
        Assert.Equal([("uplink_down", true), ("uplink_down", false)], Conditions);
    }

    [Fact]
    public void One_that_is_asked_is_not_believed_over_the_broker()
    {
        var said = _machine.Step(
            new DeviceTelemetry(Box, EventTime.Now(_now), new NetworkReading { Clients = 3 }), Duration.Zero, ClockTrust.Synced, _now);
        Assert.Contains("probe:", Assert.Single(said.OfType<Refused>()).Rejection.Detail, StringComparison.Ordinal);
        Assert.Null(State.Clients);
    }

    [Fact]
    public void It_is_still_unreachable_after_a_restart_of_the_gateway()
    {
        Probe("lll");
        var saved = Assert.IsType<Saved>(_outcomes.Last(one => one is Saved));
        var machine = NewMachine([]);
        // As it comes back from the disk.
        var kept = JsonSerializer.Serialize((NetworkState)saved.State, NetworkJson.Default.NetworkState);
        machine.Restore(Box, saved.Presence, JsonSerializer.Deserialize(kept, NetworkJson.Default.NetworkState)!);
        machine.Step(Probed(true), Duration.Zero, ClockTrust.Synced, _now);
        Assert.True(machine.PresenceOf(Box)!.IsSilent);
        machine.Step(Probed(true), Duration.Zero, ClockTrust.Synced, _now);
        Assert.False(machine.PresenceOf(Box)!.IsSilent);
    }

    [Theory]
    [InlineData("role", "toaster", "role is 'toaster', expected access_point or switch or")]
    [InlineData("lost", "0", "lost is '0', expected 1 to 20")]
    [InlineData("lost", "6", "lost is 6, more than the 5 probes (of)")]
    [InlineData("loss_pct", "nan", "loss_pct is 'nan', expected 1 to 100 %")]
    public void Settings_that_cannot_be_are_refused_by_name(string name, string value, string why) => Assert.Contains(
        "network/ap-1: " + why, Assert.Throws<FormatException>(() => NewMachine(new() { [name] = value })).Message,
        StringComparison.Ordinal);

    private static EstateMachine NewMachine(Dictionary<string, string> settings) =>
        new([new NetworkKind()], [new(Box, new Dictionary<string, string>(settings) { ["probe"] = "icmp" })], []);

    /// <param name="results">A letter each: answered or lost.</param>
    private void Probe(string results)
    {
        foreach (var letter in results)
            Answer(new(letter == 'a' ? ProbeProblem.None : ProbeProblem.NoAnswer));
    }

    private void Answer(ProbeResult result)
    {
        _now += Duration.FromMinutes(1);
        Step(new DeviceProbed(Box, EventTime.Now(_now), result) { IsWired = true });
    }

    private DeviceProbed Probed(bool isAnswered) =>
        new(Box, EventTime.Now(_now), new(isAnswered ? ProbeProblem.None : ProbeProblem.NoAnswer)) { IsWired = true };

    private void Step(Signal signal) => _outcomes.AddRange(
        _machine.Step(signal, _now - Instant.FromUtc(2026, 3, 2, 0, 0), ClockTrust.Synced, _now));
}
