using System.Collections.Immutable;
using Estate.Domain.Bins;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Bins;

/// <summary>"Full by" is told only where it was nearer to the truth than last week's level.</summary>
public sealed class FillModelTests
{
    private static readonly LocalDate Today = new(2026, 3, 30);
    private static readonly ImmutableArray<(LocalTime From, LocalTime Until)> Evening = [(new(18, 0), new(20, 0))];

    [Fact]
    public void A_bin_that_rises_alike_each_evening_is_full_by_a_time()
    {
        // 15 points each half hour from six to eight, begun at another level each day and emptied at night.
        var forecast = Foretold(Regular(), 0.4, 0.9, Today + new LocalTime(18, 0))!;
        Assert.Equal(Today + new LocalTime(20, 0), forecast.FullBy);
        Assert.Equal(1, forecast.Level, 6);
        Assert.Equal(0, forecast.Error, 6);
        Assert.True(forecast.LastWeeks > 0.05);
    }

    [Fact]
    public void Whoever_begins_low_is_told_how_full_it_will_be()
    {
        var forecast = Foretold(Regular(), 0.1, 0.9, Today + new LocalTime(18, 45))!;
        Assert.Null(forecast.FullBy);
        Assert.Equal(0.1 + (3 * 0.15), forecast.Level, 6);
        Assert.Equal(Today + new LocalTime(20, 0), forecast.Until);
    }

    [Fact]
    public void After_the_last_window_it_is_about_the_first_of_tomorrow() => Assert.Equal(
        Today.PlusDays(1) + new LocalTime(20, 0),
        Foretold(Regular(), 0.1, 0.9, Today + new LocalTime(21, 0))!.Until);

    [Fact]
    public void Where_last_week_says_it_as_well_nothing_is_told()
    {
        // Each weekday its own rise, the same every week: what rose on average says less than the same day of last week.
        var levels = Levels((day, half) => half is >= 36 and < 40 ? 0.02 * (1 + (day % 7)) : 0, _ => 0.1);
        Assert.Null(Foretold(levels, 0.3, 0.9, Today + new LocalTime(18, 0)));
    }

    [Fact]
    public void Without_enough_evenings_nothing_is_told()
    {
        var levels = Levels((_, half) => half is >= 36 and < 40 ? 0.15 : 0, day => 0.05 * (day % 5), days: 9);
        Assert.Null(Foretold(levels, 0.3, 0.9, Today + new LocalTime(18, 0)));
        Assert.Null(Foretold(new(new Dictionary<long, double>()), 0.3, 0.9, Today + new LocalTime(18, 0)));
        Assert.Null(FillModel.Learn(Regular(), Today + new LocalTime(18, 0), []));
    }

    [Fact]
    public void An_evening_on_which_it_was_emptied_judges_nobody()
    {
        // Nine evenings are left, which are too few; with the others it would seem better than last week.
        var today = FillHistory.SlotOf(Today.AtMidnight()) / FillHistory.ADay;
        var levels = Levels((_, half) => half is >= 36 and < 40 ? 0.15 : 0, day => 0.05 * (day % 5), emptied: day =>
            today - day is <= 5 or (>= 8 and <= 14) or (>= 22 and <= 28));
        Assert.Null(Foretold(levels, 0.3, 0.9, Today + new LocalTime(18, 0)));
    }

    private static FillForecast? Foretold(FillHistory history, double level, double fullAt, LocalDateTime now) =>
        FillModel.Learn(history, now, Evening)?.Forecast(level, fullAt, now);

    private static FillHistory Regular() => Levels((_, half) => half is >= 36 and < 40 ? 0.15 : 0, day => 0.05 * (day % 5));

    /// <param name="begin">Its level at midnight, when it is emptied.</param>
    private static FillHistory Levels(
        Func<long, int, double> rise, Func<long, double> begin, int days = 43, Func<long, bool>? emptied = null)
    {
        var (levels, today) = (new Dictionary<long, double>(), FillHistory.SlotOf(Today.AtMidnight()) / FillHistory.ADay);
        for (var day = today - days; day < today; day++)
        {
            var level = begin(day);
            for (var half = 0; half < FillHistory.ADay; half++)
            {
                levels[(day * FillHistory.ADay) + half] = level;
                level = half == 38 && emptied?.Invoke(day) == true ? 0 : Math.Min(1, level + rise(day, half));
            }
        }
        return new(levels);
    }
}
