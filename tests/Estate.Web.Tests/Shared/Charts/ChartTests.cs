using Estate.Domain.Devices;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Shared.Charts;

/// <summary>What a chart makes of its numbers, before anybody looks at it.</summary>
public sealed class ChartTests
{
    private static readonly Language English = new(false);

    [Theory]
    [InlineData(false, "0 1 2|4 5")]
    [InlineData(true, "0 1 2 4 5")]
    public void An_empty_slot_is_a_gap_unless_the_source_speaks_at_its_own_rhythm(bool isPaced, string runs) =>
        Assert.Equal(runs, Runs(isPaced, 1, 2, 3, null, 5, 6));

    [Fact]
    public void A_source_that_speaks_every_third_slot_has_a_gap_where_it_missed_two()
    {
        double?[] values = [1, null, null, 2, null, null, 3, null, null, null, null, null, null, null, null, 4, null, null, 5];
        Assert.Equal("0 3 6|15 18", Runs(true, values));
    }

    [Fact]
    public void A_lonely_value_is_a_dot_and_nothing_is_drawn_across_a_gap()
    {
        var svg = ChartPicture.Draw(Lines(new(Text.Same("a"), Text.Same("W"), [1, null, 2, 2])), English).Value;
        Assert.Contains("d=\"M125 50h.01M625 0L875 0\"", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.97, 0, 1, 2)]
    [InlineData(10, 0, 10, 3)]
    [InlineData(7, 0, 8, 5)]
    [InlineData(100, 0, 100, 5)]
    [InlineData(1_469, 0, 1_500, 4)]
    public void The_axis_ends_at_round_numbers(double most, double from, double to, int marks)
    {
        var scale = ChartScale.Of(Lines(new(Text.Same("a"), Text.Same("W"), [most])));
        Assert.Equal((from, to, marks), (scale.Least, scale.Most, scale.Ticks.Count()));
    }

    [Fact]
    public void A_temperature_fills_its_axis()
    {
        var scale = ChartScale.Of(Lines(new(Text.Same("a"), Text.Same("°C"), [-3.2, 4.1])) with { IsFromZero = false });
        Assert.Equal((-4, 6), (scale.Least, scale.Most));
    }

    [Fact]
    public void Marks_stand_at_round_times_and_are_few()
    {
        var start = new LocalDateTime(2026, 3, 2, 21, 47, 20);
        var slots = TimeSlots.Of([.. Enumerable.Range(0, 64).Select(slot => start.PlusMinutes(5 * slot))], 300);
        Assert.Equal(["22:00", "00:00", "02:00"], slots.Select(slot => slot.Tick).OfType<string>());
        Assert.Equal("03-02 21:47", slots[0].Name);
    }

    [Fact]
    public void Today_and_this_week_are_said_to_be_unfinished()
    {
        var today = new LocalDate(2026, 3, 4);
        Assert.Equal([false, false, true], TimeSlots.Days(today.PlusDays(-2), today, today).Select(slot => slot.IsOpen));
        Assert.Equal([false, true], TimeSlots.Days(today.PlusDays(-9), today.PlusDays(-2), today, 7).Select(slot => slot.IsOpen));
    }

    private static string Runs(bool isPaced, params double?[] values) => string.Join(
        '|', new ChartSeries(Text.Same("a"), Text.Same("W"), values) { IsPaced = isPaced }.Runs().Select(run => string.Join(' ', run)));

    private static Chart Lines(ChartSeries series) => new(
        "c", Text.Same("c"), Text.Same("t"), [.. series.Values.Select((_, slot) => new ChartSlot($"{slot}"))], [series]);
}
