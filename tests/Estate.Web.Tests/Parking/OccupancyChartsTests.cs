using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Web.Parking;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Parking;

/// <summary>A usual day has an emptiest and a fullest time, and no newest one.</summary>
public sealed class OccupancyChartsTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly LocalDate Monday = new(2026, 3, 2);

    [Fact]
    public void A_usual_day_says_when_it_is_emptiest_and_fullest_and_not_what_came_last()
    {
        var usual = UsualWeek.Learn(
            from week in Enumerable.Range(0, 3)
            from half in Enumerable.Range(0, 48)
            let at = Monday.PlusWeeks(week).AtMidnight().PlusMinutes(half * 30).InZoneStrictly(Zone).ToInstant()
            let free = half == 20 ? 80 : half == 42 ? 12 : 50
            select new LotCounted(new("lot", "main"), EventTime.Now(at), [new("A", free, 100 - free, 0, 0, 0, 0, 0)]), Zone);
        var chart = OccupancyCharts.OfDay(usual, IsoDayOfWeek.Monday, 100);
        Assert.Equal(
            "least 12 free bays (21:00), most 80 free bays (10:00)", ChartPicture.Summary(chart, chart.Series[0], new Language(false)));
        Assert.Equal(
            "最低 12 个空位（21:00），最高 80 个空位（10:00）", ChartPicture.Summary(chart, chart.Series[0], new Language(true)));
        Assert.Contains(", last 50 free bays (23:30)", ChartPicture.Summary(
            chart with { HasNewest = true }, chart.Series[0], new Language(false)), StringComparison.Ordinal);
    }
}
