using Estate.Adapters.Chips;
using Xunit;

namespace Estate.Adapters.Tests.Chips;

/// <summary>Lights and buzzers, by what goes over the wire to them.</summary>
public sealed class SignalTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly SteppedTime _time = new();

    [Theory]
    [InlineData("accepted", 0, 96)]
    [InlineData("23", 0, 96)]
    [InlineData("refused", 96, 0)]
    [InlineData("满", 96, 0)]
    [InlineData("--", 96, 48)]
    public async Task A_lamp_shows_the_colour_of_its_text_and_is_dark_before_and_after(string text, int red, int green)
    {
        const int count = 12;
        var lights = new ScriptedLights(count);
        using var chips = Open("gate/s-gate:lamp", "chip: ws2812, bus: spi-0.0, lights: 12", new(null, lights));
        chips.Start(ChipEvents.Ignored);
        await _time.UntilAsync(() => IsAll(0, 0));
        chips.Show("gate/s-gate:lamp", text, Soon);
        await _time.UntilAsync(() => IsAll(red, green));
        await _time.UntilAsync(() => IsAll(0, 0));
        chips.Show("gate/s-gate:lamp", text, TimeSpan.FromMinutes(1));
        await _time.UntilAsync(() => IsAll(red, green));
        chips.Dispose();
        Assert.True(IsAll(0, 0) && lights.IsClosed);
        bool IsAll(int itsRed, int itsGreen) =>
            lights.Colours is { Count: count } all && all.All(light => light == (itsRed, itsGreen, 0));
    }

    [Theory]
    [InlineData("accepted", 1)]
    [InlineData("refused", 3)]
    [InlineData("23", 0)]
    public async Task A_buzzer_sounds_for_each_card_and_is_silent_after_it(string text, int tones)
    {
        // As a process leaves it that is killed in the middle of a tone.
        var pwm = new ScriptedPwm { IsOn = true };
        using var chips = Open("gate/s-gate:buzzer", "chip: buzzer, bus: pwm-0.1", new(null) { Pwm = pwm });
        chips.Start(ChipEvents.Ignored);
        await _time.UntilAsync(() => chips.Problems.Count == 0 && !pwm.IsOn);
        for (var cards = 1; cards <= 2; cards++)
        {
            chips.Show("gate/s-gate:buzzer", text, Soon);
            await _time.UntilAsync(() => pwm.Tones >= cards * tones && !pwm.IsOn);
        }
        chips.Dispose();
        Assert.Equal((2 * tones, false, true), (pwm.Tones, pwm.IsOn, pwm.IsClosed));
    }

    private BusChips Open(string name, string entry, ScriptedBuses buses) => new([new(name, ScriptedBuses.Chip(entry))], buses, _time);
}
