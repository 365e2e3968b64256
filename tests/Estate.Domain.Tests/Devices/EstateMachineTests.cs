using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Domain.Tests.Devices;

public sealed class EstateMachineTests
{
    [Fact]
    public void A_device_that_never_spoke_is_known_to_be_silent()
    {
        var estate = new TestEstate();
        Assert.Empty(estate.Machine.Step(new Tick(estate.Now)));
        var silent = Facts<DeviceFellSilent>(estate.Machine.Step(new Tick(estate.Now + Duration.FromMinutes(6)))).ToList();
        Assert.Equal([Station1, Station2], silent.Select(fact => fact.Device));
        Assert.All(silent, fact => Assert.Null(fact.LastSeen));
        Assert.All(estate.Machine.Devices, device => Assert.Equal(Tone.Unknown, estate.Machine.Card(device)!.Tone));
    }

    [Fact]
    public void A_silent_device_is_reported_once_and_returns_with_its_next_message()
    {
        var estate = new TestEstate();
        estate.Machine.Step(new Tick(estate.Now));
        estate.Now += Duration.FromMinutes(6);
        Assert.NotEmpty(estate.Machine.Step(new Tick(estate.Now)));
        Assert.Empty(estate.Machine.Step(new Tick(estate.Now + Duration.FromMinutes(1))));
        Assert.Single(Facts<DeviceReturned>(estate.Measure(Station1, new ClimateReading(20))));
        Assert.False(estate.Machine.PresenceOf(Station1)!.IsSilent);
    }

    [Fact]
    public void A_device_that_sends_too_much_raises_an_alert_until_it_behaves()
    {
        var estate = new TestEstate();
        var excess = new Text("太多", "too much");
        var began = Assert.Single(Facts<DeviceMisbehaved>(estate.Machine.Step(new ConductReport(Station1, excess, 1, estate.Now))));
        var ended = Assert.Single(Facts<DeviceBehaved>(estate.Machine.Step(new ConductReport(Station1, null, 4_000, estate.Now))));
        Assert.Equal((Station1, Station1, 4_000), (began.Device, ended.Device, ended.Counted));
        var (raised, over) = (Assert.Single(began.Conditions), Assert.Single(ended.Conditions));
        Assert.Equal((true, false, excess), (raised.IsActive, over.IsActive, raised.Value));
        Assert.Equal((raised.Type, raised.Component), (over.Type, over.Component));
    }

    [Fact]
    public void The_same_signals_give_the_same_outcomes_byte_for_byte()
    {
        static string Run()
        {
            var estate = new TestEstate();
            var outcomes = new List<Outcome>();
            for (var i = 0; i < 50; i++)
            {
                estate.Now += Duration.FromMinutes(7);
                outcomes.AddRange(
                    estate.Machine.Step(estate.Event(i % 2 == 0 ? Station1 : Station2, $"e{i}", estate.TapOf($"card-h{(i % 4) + 1}"))));
                outcomes.AddRange(
                    estate.Machine.Step(
                        estate.Event(i % 3 == 0 ? Station1 : Station2, $"d{i}", new Deposit($"e{i}", WasteCategory.Wet, i * 10))));
                outcomes.AddRange(estate.Machine.Step(new Tick(estate.Now)));
            }
            return string.Join('\n', outcomes.Select(Describe));
        }

        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void An_unknown_device_changes_nothing_and_gets_a_reason()
    {
        var estate = new TestEstate();
        var outcomes = estate.Machine.Step(estate.Event(new DeviceId("bins", "station-9"), "x", estate.TapOf("card-h1")));
        Assert.Equal(RejectReason.NotInInventory, Assert.IsType<Refused>(Assert.Single(outcomes)).Rejection.Reason);
    }

    [Fact]
    public void A_gap_in_the_numbering_is_recorded()
    {
        var estate = new TestEstate();
        estate.Say(Station1, "a", new TiltReport(false));
        estate.Event(Station1, "lost", new TiltReport(true));
        var missing = Assert.Single(Facts<EventsMissing>(estate.Machine.Step(estate.Event(Station1, "c", new TiltReport(false)))));
        Assert.Equal((1, 1), (missing.From, missing.To));
    }

    [Fact]
    public void The_largest_sequence_number_breaks_nothing()
    {
        var estate = new TestEstate();
        foreach (var id in new[] { "a", "b" })
            Assert.Single(
                estate.Machine.Step(
                    new DeviceEvent(Station1, new(id, 1, long.MaxValue, 0), EventTime.Now(estate.Now), new TiltReport(true)))
                        .OfType<Acknowledged>());
    }

    [Fact]
    public void A_retained_status_is_not_a_sign_of_life()
    {
        var estate = new TestEstate();
        estate.Machine.Step(new Tick(estate.Now));
        estate.Machine.Step(new DeviceStatus(Station1, true, 1, "1.0", estate.Now, IsRetained: true));
        Assert.Null(estate.Machine.PresenceOf(Station1)!.LastSeen);
        estate.Machine.Step(new DeviceStatus(Station1, true, 1, "1.0", estate.Now));
        Assert.Equal(estate.Now, estate.Machine.PresenceOf(Station1)!.LastSeen);
    }

    [Fact]
    public void A_clock_step_of_six_hours_makes_no_device_silent()
    {
        var estate = new TestEstate();
        estate.Measure(Station1, new ClimateReading(20));
        var six = Duration.FromHours(6);
        estate.Machine.Step(new ClockStepped(six, estate.Now + six));
        Assert.Empty(Facts<DeviceFellSilent>(estate.Machine.Step(new Tick(estate.Now + six))));
        Assert.Equal(2, Facts<DeviceFellSilent>(estate.Machine.Step(new Tick(estate.Now + six + Duration.FromMinutes(6)))).Count());
    }

    [Fact]
    public void A_will_from_an_earlier_boot_is_ignored()
    {
        var estate = new TestEstate();
        estate.Machine.Step(new DeviceStatus(Station1, true, 2, "1.0", estate.Now));
        estate.Machine.Step(new DeviceEvent(Station1, new("a", 2, 0, 0), EventTime.Now(estate.Now), new TiltReport(false)));
        estate.Machine.Step(new DeviceStatus(Station1, false, 1, null, estate.Now));
        Assert.True(estate.Machine.PresenceOf(Station1)!.IsOnline);
        estate.Machine.Step(new DeviceStatus(Station1, false, 2, null, estate.Now));
        Assert.False(estate.Machine.PresenceOf(Station1)!.IsOnline);
    }

    [Fact]
    public void Circular_reactions_are_cut_and_reported()
    {
        var estate = new TestEstate(others: new Circle());
        var outcomes = estate.Machine.Step(estate.Event(Station1, "a", new TiltReport(true)));
        Assert.Equal(RejectReason.HopLimit, Assert.Single(outcomes.OfType<Refused>()).Rejection.Reason);
        Assert.Equal(EstateMachine.MaxHops + 1, Facts<TiltChanged>(outcomes).Count());
    }

    [Fact]
    public void Every_event_is_acknowledged_once()
    {
        var estate = new TestEstate();
        var outcomes = estate.Machine.Step(estate.Event(Station1, "a", estate.TapOf("card-h1")));
        Assert.Equal("a", Assert.Single(outcomes.OfType<Acknowledged>()).Header.Id);
        Assert.Single(outcomes.OfType<Saved>());
    }

    private static string Describe(Outcome outcome) => outcome switch
    {
        Recorded recorded => System.Text.Json.JsonSerializer.Serialize(recorded.Fact, recorded.Fact.Schema),
        Saved saved => System.Text.Json.JsonSerializer.Serialize(saved.State, StationJson.Default.StationState),
        Acknowledged acknowledged =>
            $"{acknowledged.Device} {acknowledged.Header} {acknowledged.Answer.Result} {string.Join(",", acknowledged.Answer.Numbers)}",
        Measured measured => measured.Measurement.Name + string.Join(",", measured.Measurement.Fields),
        Commanded commanded => commanded.Command.Id,
        _ => outcome.ToString(),
    };

    private sealed class Circle : IReactor
    {
        public void React(Fact fact, Effects effects)
        {
            if (fact is TiltChanged tilt)
                effects.Record(tilt with { Tilted = !tilt.Tilted });
        }

        public bool TryHandle(IRequest request, string by, Instant now, Effects effects) => false;

        public void Tick(Instant now, Effects effects)
        {
        }
    }
}
