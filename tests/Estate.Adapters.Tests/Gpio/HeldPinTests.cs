using System.Collections.Concurrent;
using System.Device.Gpio;
using Estate.Adapters.Gpio;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

/// <summary>The machine's lines on a chip that a test moves; the kernel's own is in tests/gpio-vm.</summary>
public sealed class HeldPinTests : IDisposable
{
    private const long Millisecond = 1_000_000;

    private readonly ScriptedRig _rig = new();
    private readonly ConcurrentQueue<string> _told = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_lost_edge_is_recovered_by_reading_the_level()
    {
        using var pins = Start(new([], [new("exit", LineAddress.Parse("EXIT"))], []));
        await Eventually.UntilAsync(() => _told.Contains("exit False"));
        _rig.Chip.IsDeaf = true;
        await _rig.SetAsync("exit", true);
        await Eventually.UntilAsync(() => _told.Contains("exit True"));
    }

    [Fact]
    public async Task Active_low_inverts_inputs_and_outputs()
    {
        using var pins = Start(new(
            [new("lock", LineAddress.Parse("LOCK")) { IsActiveLow = true }],
            [new("exit", LineAddress.Parse("EXIT")) { IsActiveLow = true, Bias = PinBias.PullUp }], []));
        await Eventually.UntilAsync(() => _told.Contains("exit True"));
        Assert.True(_rig.Chip.IsHigh(ScriptedRig.OffsetOf("lock")));
        pins.Drive("lock", true);
        Assert.False(_rig.Chip.IsHigh(ScriptedRig.OffsetOf("lock")));
        Assert.Equal(PinMode.InputPullUp, _rig.Chip.Modes[ScriptedRig.OffsetOf("exit")]);
        pins.Dispose();
        Assert.True(_rig.Chip.IsHigh(ScriptedRig.OffsetOf("lock")));
    }

    [Fact]
    public async Task The_chip_debounces_and_a_resistor_can_be_switched_off()
    {
        using var pins = Start(
            new([], [new("exit", LineAddress.Parse("EXIT")) { Bias = PinBias.Disabled, Debounce = TimeSpan.FromMilliseconds(50) }], []));
        await Eventually.UntilAsync(() => pins.Problem is null);
        Assert.Equal(new(PinBias.Disabled, TimeSpan.FromMilliseconds(50)), _rig.Chip.Shapes[ScriptedRig.OffsetOf("exit")]);
    }

    [Fact]
    public async Task A_chip_that_disappears_is_reported_and_reopened_with_the_latest_outputs()
    {
        using var pins = Start(new([new("lock", LineAddress.Parse("LOCK"))], [new("exit", LineAddress.Parse("EXIT"))], []));
        await Eventually.UntilAsync(() => pins.Problem is null);
        var gone = _rig.Chip;
        gone.IsGone = true;
        await Eventually.UntilAsync(() => pins.Problem is not null && _told.Contains("refreshed 0"));
        Assert.True(gone.IsDisposed);
        Assert.False(pins.Drive("lock", true));
        _rig.Replace();
        await Eventually.UntilAsync(() => pins.Problem is null);
        Assert.True(await _rig.IsDrivenAsync("lock"));
        Assert.Equal(2, _told.Count(one => one == "exit False"));
    }

    [Fact]
    public async Task A_chip_that_does_not_answer_is_kept_and_driven_once_it_does()
    {
        using var pins = Start(new([new("lock", LineAddress.Parse("LOCK"))], [new("exit", LineAddress.Parse("EXIT"))], []));
        await Eventually.UntilAsync(() => pins.Problem is null);
        var chip = _rig.Chip;
        chip.IsDisturbed = true;
        Assert.False(pins.Drive("lock", true));
        await Eventually.UntilAsync(() => pins.Problem is { } problem && problem.Contains("exit cannot be read", StringComparison.Ordinal)
            && problem.Contains("lock (line LOCK) cannot be driven", StringComparison.Ordinal) && _told.Contains("refreshed 0"));
        chip.IsDisturbed = false;
        await Eventually.UntilAsync(() => pins.Problem is null);
        Assert.True(await _rig.IsDrivenAsync("lock"));
        Assert.False(chip.IsDisposed);
    }

    [Fact]
    public async Task A_missing_or_busy_line_is_named_and_affects_no_other_line()
    {
        _rig.Chip.Busy.Add(ScriptedRig.OffsetOf("exit"));
        using var pins = Start(
            new([new("lock", LineAddress.Parse("LOCK"))], [new("exit", LineAddress.Parse("EXIT")), new("bell", LineAddress.Parse("BELL"))],
            []));
        await Eventually.UntilAsync(() => pins.Problem is { } problem && problem.Contains("there is no line BELL", StringComparison.Ordinal)
            && problem.Contains("line EXIT is held by 'a stranger'; end that program", StringComparison.Ordinal));
        Assert.True(pins.Drive("lock", true));
        _rig.Chip.Busy.Clear();
        await Eventually.UntilAsync(() => pins.Problem == "there is no line BELL" && _told.Contains("exit False"));
    }

    [Fact]
    public async Task No_line_is_reported_as_held_while_all_are_busy()
    {
        _rig.Chip.Busy.Add(ScriptedRig.OffsetOf("exit"));
        using var pins = Start(new([], [new("exit", LineAddress.Parse("EXIT"))], []));
        await Eventually.UntilAsync(() => pins.Problem is { } problem && problem.Contains("a stranger", StringComparison.Ordinal));
        _rig.Chip.Busy.Clear();
        await Eventually.UntilAsync(() => pins.Problem is null && _told.Contains("refreshed 1"));
        Assert.DoesNotContain("refreshed 0", _told);
    }

    [Fact]
    public async Task A_frame_is_read_in_timestamp_order_whatever_order_it_arrived_in()
    {
        using var pins = Start(Reader);
        await Eventually.UntilAsync(() => pins.Problem is null);
        var now = Monotonic.NowNs(TimeProvider.System);
        foreach (var (bit, at) in new[] { (1, 0L), (0, 4L), (1, 2L), (1, 6L) })
            _rig.Chip.Pulse(ScriptedRig.OffsetOf($"d{bit}"), now + at * Millisecond);
        await Eventually.UntilAsync(() => _told.Contains("reader 1101"));
    }

    [Fact]
    public async Task A_frame_with_a_lost_pulse_is_reported_and_the_reader_restarts_with_its_chip()
    {
        using var pins = Start(Reader);
        await Eventually.UntilAsync(() => pins.Problem is null);
        Send("10", lost: 1);
        await Eventually.UntilAsync(() => _told.Contains("reader sequence_gap"));
        _rig.Chip.IsGone = true;
        await Eventually.UntilAsync(() => pins.Problem is not null);
        _rig.Replace();
        await Eventually.UntilAsync(() => pins.Problem is null);
        Send("11", lost: 0);
        await Eventually.UntilAsync(() => _told.Contains("reader 11"));
    }

    private static PinPlan Reader => new([], [], [new("reader", LineAddress.Parse("D0"), LineAddress.Parse("D1"))]);

    private void Send(string bits, uint lost)
    {
        var at = Monotonic.NowNs(TimeProvider.System);
        foreach (var bit in bits)
            _rig.Chip.Pulse(ScriptedRig.OffsetOf($"d{bit}"), at += 2 * Millisecond, lost);
    }

    private IPins Start(PinPlan plan)
    {
        var pins = _rig.Open(plan);
        pins.Start(new(
            (name, active) => _told.Enqueue($"{name} {active}"),
            (name, frame) => _told.Enqueue($"{name} {Convert.ToString((long)frame.Bits, 2)}"),
            (name, reason) => _told.Enqueue($"{name} {reason}"),
            levels => _told.Enqueue($"refreshed {levels.Count}")));
        return pins;
    }
}
