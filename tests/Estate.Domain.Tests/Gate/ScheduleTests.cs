using System.Collections.Immutable;
using Estate.Domain.Gate.Schedules;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Gate;

/// <summary>P-A2: the hours as a function of time.</summary>
public sealed class ScheduleTests
{
    private static readonly GateSchedule Usual = new();

    [Theory]
    [InlineData("2026-03-04T22:59:59", GateValue.Open)]
    [InlineData("2026-03-04T23:00:00", GateValue.Closed)]
    [InlineData("2026-03-05T00:00:00", GateValue.Closed)]
    [InlineData("2026-03-05T04:59:59", GateValue.Closed)]
    [InlineData("2026-03-05T05:00:00", GateValue.Open)]
    [InlineData("2024-02-29T23:30:00", GateValue.Closed)]
    [InlineData("2026-12-31T23:59:59", GateValue.Closed)]
    [InlineData("2027-01-01T00:00:00", GateValue.Closed)]
    public void A_closing_from_23_to_5_is_one_line_and_does_not_open_at_midnight(string local, GateValue expected) =>
        Assert.Equal(expected, Usual.At(NodaTime.Text.LocalDateTimePattern.GeneralIso.Parse(local).Value));

    [Fact]
    public void A_night_belongs_to_the_day_it_starts_on()
    {
        var friday = Usual with { Weekly = WeeklyLine.ParseAll("sat-thu 23:00-05:00; fri 23:30-05:00") };
        Assert.Equal(GateValue.Open, friday.At(new LocalDateTime(2026, 3, 6, 23, 15)));
        Assert.Equal(GateValue.Closed, friday.At(new LocalDateTime(2026, 3, 7, 4, 59)));
        Assert.Equal(GateValue.Closed, friday.At(new LocalDateTime(2026, 3, 7, 23, 15)));
    }

    [Fact]
    public void A_holiday_exception_opens_one_night_and_not_the_mornings_around_it()
    {
        var feast = Usual with { Exceptions = [new("除夕", new(2026, 2, 16), new(2026, 2, 16), [])] };
        Assert.Equal(GateValue.Closed, feast.At(new LocalDateTime(2026, 2, 16, 4, 0)));
        Assert.Equal(GateValue.Open, feast.At(new LocalDateTime(2026, 2, 16, 23, 30)));
        Assert.Equal(GateValue.Open, feast.At(new LocalDateTime(2026, 2, 17, 4, 0)));
        Assert.Equal(GateValue.Closed, feast.At(new LocalDateTime(2026, 2, 17, 23, 30)));
    }

    [Fact]
    public void The_exception_with_the_smaller_priority_number_wins()
    {
        var both = Usual with
        {
            Exceptions = [
                new("week", new(2026, 6, 1), new(2026, 6, 30), [DayLine.Parse("20:00-06:00")], 8),
                new("exam", new(2026, 6, 7), new(2026, 6, 9), [DayLine.Parse("21:00-22:00 open"), DayLine.Parse("22:00-07:00")], 3)],
        };
        Assert.Equal(GateValue.Open, both.At(new LocalDateTime(2026, 6, 7, 20, 30)));
        Assert.Equal(GateValue.Closed, both.At(new LocalDateTime(2026, 6, 6, 20, 30)));
        Assert.Equal(GateValue.Closed, both.At(new LocalDateTime(2026, 6, 8, 6, 30)));
    }

    [Theory]
    [InlineData("Asia/Shanghai", "23:00-05:00")]
    [InlineData("Europe/Berlin", "23:00-05:00")]
    [InlineData("Europe/Berlin", "mon-fri 22:30-02:30; sat,sun 00:15-03:45")]
    public void Every_minute_of_three_years_matches_a_naive_evaluation(string zoneName, string lines)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneName];
        var weekly = WeeklyLine.ParseAll(lines);
        ImmutableArray<DatedException> exceptions = [
            new("eve", new(2026, 2, 16), new(2026, 2, 16), []),
            new("works", new(2027, 3, 27), new(2027, 3, 29), [DayLine.Parse("01:00-03:30")])];
        var schedule = Usual with { Weekly = weekly, Exceptions = exceptions };
        var closed = NaiveClosedMinutes(weekly, exceptions, new LocalDate(2025, 12, 31), new LocalDate(2029, 1, 2));
        var end = zone.AtStartOfDay(new LocalDate(2029, 1, 1)).ToInstant();
        for (var at = zone.AtStartOfDay(new LocalDate(2026, 1, 1)).ToInstant(); at < end; at += Duration.FromMinutes(1))
        {
            var local = at.InZone(zone).LocalDateTime;
            if ((schedule.At(at, zone) == GateValue.Closed) != closed.Contains(local))
                Assert.Fail($"{local} in {zoneName}: {schedule.At(at, zone)}");
        }
    }

    [Fact]
    public void Any_schedule_has_a_value_at_any_time_and_changes_only_at_its_lines() =>
        Prop.ForAll(Gen.Choose(0, 1439).Two().ToArbitrary(), Gen.Choose(0, 400_000).ToArbitrary(), (ends, minute) =>
        {
            if (ends.Item1 == ends.Item2)
                return true;
            var line = new DayLine(ends.Item1, ends.Item2 > ends.Item1 ? ends.Item2 : ends.Item2 + 1440);
            var schedule = Usual with { Weekly = [new(WeeklyLine.EveryDay, line)] };
            var local = new LocalDateTime(2026, 1, 1, 0, 0).PlusMinutes(minute);
            var ofDay = minute % 1440;
            var expected = ofDay >= line.From && ofDay < line.Until || ofDay + 1440 < line.Until;
            return (schedule.At(local) == GateValue.Closed) == expected && DayLine.Parse(line.ToString()) == line;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_forecast_lists_the_coming_spans()
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var spans = ScheduleForecast.Of([Usual], new LocalDate(2026, 3, 4), zone);
        Assert.Equal(new LocalDateTime(2026, 3, 18, 0, 0), spans[^1].Until);
        var nights = ScheduleForecast.Nights([Usual], new LocalDate(2026, 3, 4), zone);
        // Not the rest of last night on the first day, and all of the last night on the last.
        Assert.Equal(14, nights.Count);
        Assert.All(nights.Values, night => Assert.Equal(["23:00–05:00"], night));
        var changed = ScheduleForecast.Nights(
            [Usual, Usual with { Version = 1, EffectiveFrom = zone.AtStrictly(new LocalDateTime(2026, 3, 5, 12, 0)).ToInstant(),
                Weekly = WeeklyLine.ParseAll("sat-thu 23:00-05:00; fri 23:30-05:00") }], new LocalDate(2026, 3, 4), zone);
        var changes = ScheduleForecast.Changes(nights, changed);
        Assert.Equal([new LocalDate(2026, 3, 6), new LocalDate(2026, 3, 13)], changes.Select(change => change.Date));
    }

    [Theory]
    [InlineData("Asia/Shanghai")]
    [InlineData("Europe/Berlin")]
    public void The_forecast_matches_the_schedule_minute_by_minute(string zoneName)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneName];
        // Over both changes of the clock in Berlin, a new version in the middle of a night, and an exception.
        foreach (var first in new[] { new LocalDate(2026, 3, 20), new LocalDate(2026, 10, 18) })
        {
            var versions = ImmutableArray.Create(
                Usual with { Weekly = WeeklyLine.ParseAll("mon-fri 22:30-02:30; sat,sun 00:15-03:45; wed 12:00-13:00") },
                Usual with
                {
                    Version = 1,
                    EffectiveFrom = zone.AtLeniently(first.PlusDays(6).At(new LocalTime(1, 20))).ToInstant(),
                    Exceptions = [new("x", first.PlusDays(8), first.PlusDays(9), [DayLine.Parse("02:10-02:50")])]
                });
            var spans = ScheduleForecast.Of(versions, first, zone);
            var at = zone.AtStartOfDay(first).ToInstant();
            foreach (var span in spans)
                for (var local = span.From; local < span.Until; local = local.PlusMinutes(1), at += Duration.FromMinutes(1))
                {
                    var version = versions.At(at);
                    if ((local, span.Value, span.Version) != (at.InZone(zone).LocalDateTime, version.At(at, zone), version.Version))
                        Assert.Fail($"{local}: {span}, at {at}");
                }
            Assert.Equal(zone.AtStartOfDay(first.PlusDays(14)).ToInstant(), at);
        }
    }

    [Theory]
    [InlineData("23-5", "23:00-05:00")]
    [InlineData("23:00-23:00", "empty")]
    [InlineData("25:00-05:00", "23:00-05:00")]
    [InlineData("freitag 23:00-05:00", "fri")]
    [InlineData("fri", "23:00-05:00")]
    [InlineData("fri 23:00-05:00 maybe", "23:00-05:00")]
    public void An_invalid_line_says_what_was_expected(string text, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => WeeklyLine.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("00:00-24:00")]
    [InlineData("fri,sat 23:30-05:00")]
    [InlineData("mon 10:00-12:00 open")]
    public void A_line_survives_parsing_and_formatting(string text) => Assert.Equal(text, WeeklyLine.Parse(text).ToString());

    [Fact]
    public void A_range_of_days_may_span_the_weekend() =>
        Assert.Equal("mon,fri,sat,sun 23:00-05:00", WeeklyLine.Parse("fri-mon 23:00-05:00").ToString());

    /// <summary>Written the slow way, day by day and minute by minute, without the schedule's own code.</summary>
    private static HashSet<LocalDateTime> NaiveClosedMinutes(
        ImmutableArray<WeeklyLine> weekly, ImmutableArray<DatedException> exceptions, LocalDate first, LocalDate last)
    {
        var closed = new HashSet<LocalDateTime>();
        for (var date = first; date < last; date = date.PlusDays(1))
        {
            var exception = exceptions.FirstOrDefault(one => one.First <= date && date <= one.Last);
            var lines = exception is null ? weekly.Where(line => line.Days.Contains(date.DayOfWeek)).Select(line => line.Line)
                : exception.Lines;
            foreach (var line in lines)
                for (var minute = line.From; minute < line.Until; minute++)
                    closed.Add(date.AtMidnight().PlusMinutes(minute));
        }
        return closed;
    }
}
