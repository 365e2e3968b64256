using System.Collections.Concurrent;
using Estate.Adapters.Chips;
using Xunit;

namespace Estate.Adapters.Tests.Chips;

/// <summary>The bindings' own code, with a chip and cards that answer as their papers say.</summary>
public sealed class Pn5180Tests
{
    private const string Name = "gate/s-gate:reader";

    private readonly SteppedTime _time = new();
    private readonly ConcurrentQueue<string> _told = new();

    [Fact]
    public async Task Each_presentation_of_a_card_is_reported_once()
    {
        using var chips = Start(out var chip);
        await _time.UntilAsync(() => chips.Problems.Count == 0);
        chip.Card = [0x04, 0xA1, 0xB2, 0xC3];
        await _time.UntilAsync(() => _told.Count == 1);
        chip.Card = [0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0x80];
        await _time.UntilAsync(() => _told.Count == 2);
        chip.Card = [0x01, 0x02, 0x03, 0x04];
        await _time.UntilAsync(() => _told.Count == 3);
        Assert.Equal(["04A1B2C3", "04A1B2C3D4E580", "01020304"], _told);
    }

    [Theory]
    [InlineData(Pn5180Fault.BusyLow, "BUSY line stays low")]
    [InlineData(Pn5180Fault.BusyHigh, "BUSY line stays high")]
    [InlineData(Pn5180Fault.AnswerLow, "version reads 0x0000")]
    [InlineData(Pn5180Fault.AnswerHigh, "version reads 0xffff")]
    public async Task A_disconnected_wire_is_a_problem_at_start_and_later_until_it_is_reconnected(Pn5180Fault fault, string part)
    {
        using var chips = Start(out var chip, fault);
        for (var times = 0; times < 2; times++)
        {
            await _time.UntilAsync(() => chips.Problems.GetValueOrDefault(Name)?.Contains(part, StringComparison.Ordinal) == true);
            chip.Fault = Pn5180Fault.None;
            await _time.UntilAsync(() => chips.Problems.Count == 0);
            chip.Fault = fault;
        }
        chip.Fault = Pn5180Fault.None;
        chip.Card = [0x01, 0x02, 0x03, 0x04];
        await _time.UntilAsync(() => _told.Count == 1);
        Assert.Equal("01020304", _told.Single());
    }

    [Fact]
    public async Task It_is_reset_before_it_is_used_and_its_field_is_off_afterwards()
    {
        ScriptedPn5180 chip;
        using (Start(out chip))
            await _time.UntilAsync(() => chip.HasField);
        Assert.Equal((1, false, true), (chip.Resets, chip.HasField, chip.IsClosed));
    }

    private BusChips Start(out ScriptedPn5180 chip, Pn5180Fault fault = Pn5180Fault.None)
    {
        var lines = new Gpio.ScriptedRig();
        chip = new(lines.Chip) { Fault = fault };
        var plan = new PlannedChip(Name, ScriptedBuses.Chip("chip: pn5180, bus: spi-0.0, nss: TRIGGER, busy: ECHO, rst: LAMP"));
        var chips = new BusChips([plan], new ScriptedBuses(null, chip) { Lines = lines }, _time);
        chips.Start(ChipEvents.Ignored with { CardRead = (_, number) => _told.Enqueue(number) });
        return chips;
    }
}
