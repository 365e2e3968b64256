using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Devices;

/// <summary>A device of another make is judged by its own habits, not by those of our boards.</summary>
public sealed class HabitTests
{
    private static readonly DeviceHabits Telling = new() { Every = Duration.FromMinutes(5), Ask = "read", HasWill = true };
    private static readonly DeviceHabits OnChange = new() { Ask = "read", HasWill = true };

    [Fact]
    public void A_plug_that_reports_every_five_minutes_is_asked_once_before_it_is_called_silent()
    {
        var charger = Plug(Telling);
        charger.Report();
        charger.IsDark = true;
        charger.Pass(440, each: 10);
        Assert.Empty(charger.Commands("read"));
        Assert.Equal(SocketStatus.Available, charger.StatusOf(1));
        charger.Pass(30, each: 10);
        Assert.Single(charger.Commands("read"));
        Assert.Empty(charger.Facts<DeviceFellSilent>());
        charger.Pass(20, each: 10);
        Assert.Single(charger.Facts<DeviceFellSilent>());
        Assert.Single(charger.Commands("read"));
        Assert.Equal(SocketStatus.Unavailable, charger.StatusOf(1));
    }

    [Fact]
    public void A_plug_that_answers_is_not_silent_though_nothing_changes()
    {
        var charger = Plug(OnChange);
        charger.Report();
        charger.IsDark = true;
        for (var asked = 1; asked <= 5; asked++)
        {
            charger.Pass(130, each: 10);
            Assert.Equal(asked, charger.Commands("read").Count);
            charger.Report();
        }
        Assert.Empty(charger.Facts<DeviceFellSilent>());
        Assert.Equal(SocketStatus.Available, charger.StatusOf(1));
    }

    [Fact]
    public void What_was_not_heard_since_the_start_is_asked_soon()
    {
        var charger = Plug(Telling);
        charger.Report();
        charger.Ask(new ConfigureCharger(TestCharger.Board, new Dictionary<string, string> { ["max_temp_c"] = "60" }));
        charger.IsDark = true;
        charger.Outcomes.RemoveAll(one => one is Commanded);
        charger.Restart(Duration.FromMinutes(1));
        charger.Pass(20, each: 10);
        Assert.Single(charger.Commands("read"));
    }

    [Fact]
    public void One_that_only_has_a_last_will_is_silent_when_that_says_so()
    {
        var charger = Plug(new() { HasWill = true });
        charger.Report();
        charger.IsDark = true;
        charger.Step(new DeviceStatus(TestCharger.Board, true, 0, null, charger.Now));
        charger.Pass(7200, each: 60);
        Assert.Empty(charger.Facts<DeviceFellSilent>());
        charger.Step(new DeviceStatus(TestCharger.Board, false, 0, null, charger.Now));
        charger.Pass(60, each: 10);
        Assert.Single(charger.Facts<DeviceFellSilent>());
    }

    [Fact]
    public void A_session_ends_by_dwell_though_the_plug_speaks_every_five_minutes()
    {
        var charger = Plug(Telling);
        charger.IsDark = true;
        void Say(double watt)
        {
            charger.Pass(300, each: 30);
            charger.Measure(new BoardSnapshot([new SocketReading(1) { Closed = true, PowerW = watt, EnergyWh = 100 }]));
        }
        Say(64);
        Say(64);
        Assert.NotNull(charger.Session(1));
        Say(0);
        Say(0);
        Assert.Equal(SessionPhase.Finishing, charger.Session(1)!.Phase);
        Assert.Equal(StopReason.Unplugged, charger.Session(1)!.Reason);
    }

    /// <summary>Shelly's errors and its first generation's overtemperature come to the same reading; it trips once and stays.</summary>
    [Theory]
    [InlineData(ProtectionKind.OverTemperature)]
    [InlineData(ProtectionKind.OverPower)]
    [InlineData(ProtectionKind.OverVoltage)]
    [InlineData(ProtectionKind.UnderVoltage)]
    public void A_protection_of_the_devices_own_is_one_fact_while_it_lasts(ProtectionKind kind)
    {
        var charger = Plug(OnChange);
        charger.IsDark = true;
        for (var i = 0; i < 3; i++)
            charger.Measure(new BoardSnapshot([new SocketReading(1)
            {
                Closed = false,
                PowerW = 0,
                VoltageV = 230,
                TempC = 40,
                Tripped = [kind],
            }]));
        Assert.Equal((kind, true), charger.Facts<ProtectionChanged>().Select(one => (one.Kind, one.IsActive)).Single());
        if (Protection.Of(kind).Cuts)
            Assert.Equal(SocketStatus.Faulted, charger.StatusOf(1));
        charger.Measure(new BoardSnapshot([new SocketReading(1) { Closed = false, PowerW = 0, VoltageV = 230, TempC = 40 }]));
        Assert.False(charger.Facts<ProtectionChanged>().Last().IsActive);
    }

    [Fact]
    public void A_charger_that_takes_no_orders_is_only_measured()
    {
        var charger = new TestCharger(1, profile: new TestProfile { TakesOrders = false });
        Assert.Equal("not_switched", charger.Start(1).Reason);
    }

    [Fact]
    public void A_bays_empty_frame_keeps_it_from_being_called_silent()
    {
        var lot = new TestLot();
        lot.Beat(1, false);
        lot.Pass(Duration.FromSeconds(20));
        for (var hour = 0; hour < 5; hour++)
        {
            lot.Pass(Duration.FromHours(1), Duration.FromMinutes(5));
            lot.Step(new DeviceHeard(TestLot.Bay(1), EventTime.Now(lot.Now)));
        }
        Assert.Equal(BayStatus.Free, lot.StatusOf(1));
        lot.Pass(Duration.FromHours(3), Duration.FromMinutes(5));
        Assert.Equal(BayStatus.Stale, lot.StatusOf(1));
    }

    [Fact]
    public void What_is_older_than_what_was_heard_is_counted_and_changes_nothing()
    {
        var lot = new TestLot();
        lot.Beat(1, false);
        lot.Pass(Duration.FromSeconds(20));
        lot.Beat(1, true, EventTime.Now(lot.Now) with { At = lot.Now - Duration.FromMinutes(1) });
        lot.Pass(Duration.FromSeconds(20));
        Assert.Equal(BayStatus.Free, lot.StatusOf(1));
        Assert.Equal(RejectReason.Overtaken, lot.Outcomes.OfType<Refused>().Single().Rejection.Reason);
    }

    private static TestCharger Plug(DeviceHabits habits) => new(1, profile: new TestProfile { Habits = habits });
}
