using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Gate;

/// <summary>Can I walk in now, and until when: the gate's sentence.</summary>
public sealed class WalkInTests
{
    [Theory]
    [InlineData("free", "card_required", 12, "Yes: walk in until 23:00", "现在可以直接进，到 23:00")]
    [InlineData("free", "card_required", 23, "With your card until 05:00 tomorrow", "现在要刷卡进，到明天 05:00")]
    [InlineData("card_required", "nobody_in", 2, "No entry here until 05:00", "现在不能从这里进，到 05:00")]
    [InlineData("card_required", "card_required", 12, "With your card", "现在要刷卡进")]
    public void By_the_hours_it_says_who_may_come_in_and_until_when(string open, string closed, int hour, string en, string zh)
    {
        var gate = new TestGate(settings => (settings["open_means"], settings["closed_means"]) = (open, closed));
        gate.Now = gate.At(2026, 3, 5, hour, 0);
        gate.Tick();
        var text = WalkInTexts.Of(gate.State, gate.Now, gate.Zone);
        Assert.Equal((zh, en), (text.Zh, text.En));
    }

    [Fact]
    public void Who_presses_the_exit_button_changes_nothing_for_who_stands_outside()
    {
        var gate = new TestGate(settings => settings["open_means"] = "free");
        var before = WalkInTexts.Of(gate.State, gate.Now, gate.Zone);
        gate.Exit(true);
        Assert.Equal(DoorAuthority.Exit, gate.State.Authority);
        Assert.Equal(before, WalkInTexts.Of(gate.State, gate.Now, gate.Zone));
        Assert.Equal("open to all", gate.Machine.Card(TestGate.SGate)!.Lines.Single(line => line.Label.En == "Entry").Value.En);
    }

    [Fact]
    public void Fire_orders_and_silence_are_said_instead_of_the_hours()
    {
        var gate = new TestGate();
        Assert.StartsWith(
            "The gate is silent: whether it is so nobody knows. By its hours: With your card",
            WalkInTexts.Of(gate.State, gate.Now, gate.Zone, isSilent: true).En, StringComparison.Ordinal);
        var held = gate.State with { Operator = new(DoorValue.Lock, "wang", "repair", gate.Now + Duration.FromHours(2)) };
        Assert.Equal(
            "No: out of use until 14:00, please use the main entrance", WalkInTexts.Of(held, gate.Now, gate.Zone).En);
        Assert.StartsWith(
            "No: locked down", WalkInTexts.Of(held with { LockDown = held.Operator }, gate.Now, gate.Zone).En, StringComparison.Ordinal);
        Assert.StartsWith(
            "Yes: released for fire", WalkInTexts.Of(held with { IsFireLatched = true }, gate.Now, gate.Zone).En, StringComparison.Ordinal);
    }
}
