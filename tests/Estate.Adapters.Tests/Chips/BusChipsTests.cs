using System.Collections.Concurrent;
using Estate.Adapters.Chips;
using Xunit;

namespace Estate.Adapters.Tests.Chips;

/// <summary>The bindings' own code, with chips that answer as their manuals say.</summary>
public sealed class BusChipsTests
{
    private static readonly PlannedChip[] Reader = [new("gate/s-gate:reader", ScriptedBuses.Chip("chip: pn532, bus: i2c-1"))];
    private static readonly PlannedChip[] Sign = [new("sign/entrance:display", ScriptedBuses.Chip("chip: max7219, bus: spi-0.0"))];

    private readonly SteppedTime _time = new();

    [Fact]
    public async Task Each_presentation_of_a_card_is_reported_once()
    {
        var bus = new ScriptedPn532();
        using var chips = Open(Reader, bus, null);
        var told = new ConcurrentQueue<string>();
        chips.Start(ChipEvents.Ignored with { CardRead = (name, number) => told.Enqueue($"{name} {number}") });
        await _time.UntilAsync(() => chips.Problems.Count == 0);
        bus.Card = [0x04, 0xA1, 0xB2, 0xC3];
        await _time.UntilAsync(() => told.Count == 1);
        bus.Card = [0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0x80];
        await _time.UntilAsync(() => told.Count == 2);
        // Without a card each question takes the library half a second, and three make sure that it has gone.
        bus.Card = null;
        var asked = bus.Questions;
        await _time.UntilAsync(() => bus.Questions >= asked + 4);
        bus.Card = [0x04, 0xA1, 0xB2, 0xC3];
        await _time.UntilAsync(() => told.Count == 3);
        Assert.Equal(["gate/s-gate:reader 04A1B2C3", "gate/s-gate:reader 04A1B2C3D4E580", "gate/s-gate:reader 04A1B2C3"], told);
    }

    [Fact]
    public async Task An_unplugged_reader_is_reported_with_advice_and_works_when_it_is_back()
    {
        var bus = new ScriptedPn532 { IsGone = true };
        using var chips = Open(Reader, bus, null);
        var told = new ConcurrentQueue<string>();
        chips.Start(ChipEvents.Ignored with { CardRead = (_, number) => told.Enqueue(number) });
        await _time.UntilAsync(() => chips.Problems.TryGetValue("gate/s-gate:reader", out var problem)
            && problem.Contains("raspi-config", StringComparison.Ordinal) && !problem.Contains("not tried", StringComparison.Ordinal));
        bus.IsGone = false;
        await _time.UntilAsync(() => chips.Problems.Count == 0);
        bus.IsGone = true;
        await _time.UntilAsync(() => chips.Problems.Count == 1);
        bus.IsGone = false;
        bus.Card = [0x01, 0x02, 0x03, 0x04];
        await _time.UntilAsync(() => told.Contains("01020304"));
    }

    [Fact]
    public async Task A_display_shows_its_text_and_goes_dark_without_updates()
    {
        var bus = new ScriptedSpi();
        using var chips = Open(Sign, null, bus);
        chips.Start(ChipEvents.Ignored);
        await _time.UntilAsync(() => chips.Problems.Count == 0);
        // It is on, and no digit is decoded: the points are ours.
        Assert.All(Enumerable.Range(0, 4), chip => Assert.Equal((1, 0), (bus.Register(chip, 0x0C), bus.Register(chip, 0x09))));
        chips.Show("sign/entrance:display", "23", TimeSpan.FromMinutes(1));
        await _time.UntilAsync(() => bus.Lit is [0, 0, > 0, > 0]);
        chips.Show("sign/entrance:display", "满", TimeSpan.FromMinutes(1));
        await _time.UntilAsync(() => bus.Lit is [> 0, > 0, > 0, > 0]);
        chips.Show("sign/entrance:display", "7", TimeSpan.FromMilliseconds(200));
        await _time.UntilAsync(() => bus.Lit is [0, 0, 0, 0]);
        Assert.Throws<ArgumentException>(() => chips.Show("sign/exit:display", "1", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_display_is_dark_when_the_gateway_has_ended()
    {
        var bus = new ScriptedSpi();
        using (var chips = Open(Sign, null, bus))
        {
            chips.Start(ChipEvents.Ignored);
            chips.Show("sign/entrance:display", "23", TimeSpan.FromMinutes(1));
            await _time.UntilAsync(() => bus.Lit is [0, 0, > 0, > 0]);
        }
        Assert.Equal([0, 0, 0, 0], bus.Lit);
    }

    [Fact]
    public async Task An_mfrc522_reports_each_presentation_and_its_removal_is_noticed()
    {
        var bus = new ScriptedMfrc522();
        using var chips = Open("gate/s-gate:reader", "chip: mfrc522, bus: spi-0.0", new(null, bus));
        var told = new ConcurrentQueue<string>();
        chips.Start(ChipEvents.Ignored with { CardRead = (_, number) => told.Enqueue(number) });
        await _time.UntilAsync(() => chips.Problems.Count == 0);
        bus.Card = [0x04, 0xA1, 0xB2, 0xC3];
        await _time.UntilAsync(() => told.Count == 1);
        foreach (var level in (byte[])[0x00, 0xFF])
        {
            bus.Nothing = level;
            await _time.UntilAsync(() => chips.Problems.Count == 1);
            bus.Nothing = null;
            await _time.UntilAsync(() => chips.Problems.Count == 0);
        }
        bus.Card = [0x01, 0x02, 0x03, 0x04];
        await _time.UntilAsync(() => told.LastOrDefault() == "01020304");
        Assert.All(told.SkipLast(1), number => Assert.Equal("04A1B2C3", number));
    }

    [Fact]
    public async Task An_hd44780_shows_its_text_and_its_removal_is_noticed()
    {
        var bus = new ScriptedLcd();
        using var chips = Open("sign/entrance:display", "chip: hd44780, bus: i2c-1", new(bus));
        chips.Start(ChipEvents.Ignored);
        chips.Show("sign/entrance:display", "23", TimeSpan.FromMinutes(1));
        await _time.UntilAsync(() => bus.FirstLine == "       23       ");
        chips.Show("sign/entrance:display", "满", TimeSpan.FromMinutes(1));
        await _time.UntilAsync(() => bus.FirstLine == "      FULL      ");
        bus.IsGone = true;
        await _time.UntilAsync(() => chips.Problems.Count == 1);
        bus.IsGone = false;
        await _time.UntilAsync(() => chips.Problems.Count == 0 && bus.FirstLine == "      FULL      ");
        chips.Dispose();
        Assert.Equal(new string(' ', 16), bus.FirstLine);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    public async Task An_ssd1306_shows_its_text_centred_and_nothing_else(int height)
    {
        var bus = new ScriptedOled();
        using var chips = Open("sign/entrance:display", $"chip: ssd1306, bus: i2c-1, height: {height}", new(bus));
        chips.Start(ChipEvents.Ignored);
        chips.Show("sign/entrance:display", "23", TimeSpan.FromMinutes(1));
        await _time.UntilAsync(() => bus.Lit is [0, 0, > 0, > 0]);
        // A point of the font is a square of four by four.
        Assert.All(bus.Lit, points => Assert.Equal(0, points % 16));
        Assert.Equal(height == 64 ? 2 : 0, bus.FirstLitPage);
        chips.Show("sign/entrance:display", "1469", TimeSpan.FromMinutes(1));
        await _time.UntilAsync(() => bus.Lit is [> 0, > 0, > 0, > 0]);
        chips.Dispose();
        Assert.Equal([0, 0, 0, 0], bus.Lit);
    }

    private BusChips Open(string name, string entry, ScriptedBuses buses) => new([new(name, ScriptedBuses.Chip(entry))], buses, _time);

    private BusChips Open(IReadOnlyList<PlannedChip> plan, ScriptedPn532? reader, ScriptedSpi? display) =>
        new(plan, new ScriptedBuses(reader, display), _time);
}
