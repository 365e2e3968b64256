using System.Collections.Concurrent;
using System.Device.Gpio;
using Estate.Adapters.Gpio;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

/// <summary>What the library does not give, and the adapter makes good.</summary>
public sealed class ManagedPinsTests : IDisposable
{
    private readonly ScriptedRig _rig = new();
    private readonly ConcurrentQueue<string> _told = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_edge_nobody_was_told_of_is_seen_by_reading()
    {
        using var pins = Start(new([], [new("exit", LineAddress.Parse("EXIT"))], []));
        await Eventually.SeeAsync(() => _told.Contains("exit False"));
        _rig.Chip.IsDeaf = true;
        await _rig.SetAsync("exit", true);
        await Eventually.SeeAsync(() => _told.Contains("exit True"));
    }

    [Fact]
    public async Task Active_low_turns_inputs_and_outputs_round()
    {
        using var pins = Start(new(
            [new("lock", LineAddress.Parse("LOCK")) { IsActiveLow = true }],
            [new("exit", LineAddress.Parse("EXIT")) { IsActiveLow = true, Bias = PinBias.PullUp }], []));
        await Eventually.SeeAsync(() => _told.Contains("exit True"));
        Assert.True(_rig.Chip.IsHigh(ScriptedRig.OffsetOf("lock")));
        pins.Drive("lock", true);
        Assert.False(_rig.Chip.IsHigh(ScriptedRig.OffsetOf("lock")));
        Assert.Equal(PinMode.InputPullUp, _rig.Chip.Modes[ScriptedRig.OffsetOf("exit")]);
        pins.Dispose();
        Assert.True(_rig.Chip.IsHigh(ScriptedRig.OffsetOf("lock")));
    }

    [Fact]
    public async Task A_chip_without_a_resistor_is_used_as_it_is()
    {
        using var pins = Start(new([], [new("exit", LineAddress.Parse("EXIT")) { Bias = PinBias.PullDown }], []));
        await Eventually.SeeAsync(() => pins.Problem is null);
        Assert.Equal(PinMode.Input, _rig.Chip.Modes[ScriptedRig.OffsetOf("exit")]);
    }

    [Fact]
    public async Task A_chip_that_goes_is_told_and_taken_again_with_what_was_wanted_meanwhile()
    {
        using var pins = Start(new([new("lock", LineAddress.Parse("LOCK"))], [new("exit", LineAddress.Parse("EXIT"))], []));
        await Eventually.SeeAsync(() => pins.Problem is null);
        var gone = _rig.Chip;
        gone.IsGone = true;
        await Eventually.SeeAsync(() => pins.Problem is not null && _told.Contains("refreshed 0"));
        Assert.True(gone.IsDisposed);
        Assert.False(pins.Drive("lock", true));
        _rig.Replace();
        await Eventually.SeeAsync(() => pins.Problem is null);
        Assert.True(await _rig.IsDrivenAsync("lock"));
        Assert.Equal(2, _told.Count(one => one == "exit False"));
    }

    [Fact]
    public async Task A_line_that_is_not_there_is_named_and_costs_only_itself()
    {
        using var pins = Start(new([new("lock", LineAddress.Parse("LOCK"))], [new("bell", LineAddress.Parse("BELL"))], []));
        await Eventually.SeeAsync(() => pins.Problem == "there is no line BELL");
        Assert.True(pins.Drive("lock", true));
    }

    [Fact]
    public void A_two_wire_reader_is_refused_with_what_to_do()
    {
        var plan = new PinPlan([], [], [new("gate/s-gate:reader", LineAddress.Parse("D0"), LineAddress.Parse("D1"))]);
        var refusal = Assert.Throws<FormatException>(() => _rig.Open(plan));
        Assert.Contains("gate/s-gate:reader", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("pn532", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("over MQTT", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_counts_once_it_has_lasted()
    {
        var pin = new InputPin(new("exit", LineAddress.Parse("EXIT")) { Debounce = TimeSpan.FromMilliseconds(20) });
        Assert.True(pin.Take(isHigh: false, nowNs: 0));
        Assert.False(pin.Take(isHigh: true, nowNs: 1_000_000));
        Assert.Equal(21_000_000, pin.DueNs);
        Assert.False(pin.Take(isHigh: false, nowNs: 10_000_000));
        Assert.Null(pin.DueNs);
        Assert.False(pin.Take(isHigh: true, nowNs: 30_000_000));
        Assert.False(pin.Take(isHigh: true, nowNs: 49_000_000));
        Assert.True(pin.Take(isHigh: true, nowNs: 50_000_000));
        Assert.True(pin.Level);
    }

    private IPins Start(PinPlan plan)
    {
        var pins = _rig.Open(plan);
        pins.InputChanged = (name, active) => _told.Enqueue($"{name} {active}");
        pins.Refreshed = levels => _told.Enqueue($"refreshed {levels.Count}");
        pins.Start();
        return pins;
    }
}
