using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Gate;

/// <summary>What a decision changes, as people read it.</summary>
public sealed class ScheduleChangeTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly GateSchedule Usual = new();

    [Theory]
    [InlineData("sat-thu 23:00-05:00; fri 23:30-05:00", "Fri 4 Dec: closed 23:30–05:00 instead of 23:00, and every Fri after",
        "12月4日 周五：关闭 23:30–05:00，原来 23:00 开始，以后每周五都这样")]
    [InlineData("mon-sun 23:00-06:00", "Fri 4 Dec: closed 23:00–06:00 instead of until 05:00, and every day after",
        "12月4日 周五：关闭 23:00–06:00，原来到 05:00，以后每天都这样")]
    [InlineData("sun-fri 23:00-05:00", "Sat 5 Dec: not closed instead of closed 23:00–05:00, and every Sat after",
        "12月5日 周六：不关闭，原来关闭 23:00–05:00，以后每周六都这样")]
    [InlineData("mon-sun 23:00-05:00", "no hours change within 14 days", "14 天内时间没有变化")]
    public void A_weekly_change_is_said_once_with_the_days_it_comes_again(string weekly, string en, string zh)
    {
        var text = ScheduleChangeTexts.Of([Usual], Decided(schedule => schedule with { Weekly = WeeklyLine.ParseAll(weekly) }), Zone);
        Assert.Equal((zh, en), (text.Zh, text.En));
    }

    [Fact]
    public void An_exception_is_its_nights_and_access_is_said_where_only_that_changes()
    {
        var eve = new DatedException("元旦", new(2026, 12, 5), new(2026, 12, 5), [], DatedException.UsualPriority);
        Assert.Equal(
            "Sat 5 Dec: not closed instead of closed 23:00–05:00",
            ScheduleChangeTexts.Of([Usual], Decided(schedule => schedule with { Exceptions = [eve] }), Zone).En);
        Assert.Equal(
            "Sat 5 Dec: not closed instead of closed 23:00–05:00, also on Sun 6 Dec, Mon 7 Dec, Tue 8 Dec and 1 more",
            ScheduleChangeTexts.Of(
                [Usual], Decided(schedule => schedule with { Exceptions = [eve with { Last = new(2026, 12, 9) }] }), Zone).En);
        Assert.Equal(
            "while closed: no entry; otherwise open to all",
            ScheduleChangeTexts.Of([Usual], Decided(schedule => schedule with { ClosedMeans = GateAccess.NobodyIn }), Zone).En);
    }

    private static GateSchedule Decided(Func<GateSchedule, GateSchedule> change) => change(Usual) with
    {
        Version = 1,
        EffectiveFrom = new LocalDateTime(2026, 12, 4, 0, 0).InZoneStrictly(Zone).ToInstant(),
        Resolution = "2026-17",
    };
}
