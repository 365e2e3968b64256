using Estate.Domain.Devices;
using Estate.Domain.Parking;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Parking;

public sealed class UsualWeekTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly LocalDate Monday = new(2026, 3, 2);

    [Fact]
    public void An_evening_that_fills_up_is_described()
    {
        // 100 bays: 40 free until 17:30, then fewer by the half hour, full from 19:30 on.
        var week = Learn(3, half => half < 35 ? 40 : Math.Max(0, 40 - ((half - 34) * 8)));
        Assert.Equal("Usually full by 19:30; best chance before 19:00.", week.Sentence(IsoDayOfWeek.Monday).En);
        Assert.Equal("平时 19:30 左右停满；19:00 之前回来最容易找到车位。", week.Sentence(IsoDayOfWeek.Monday).Zh);
        Assert.Equal(48, week.Of(IsoDayOfWeek.Monday).Length);
        Assert.Equal(("17:30", 32.0, 3), (week.Of(IsoDayOfWeek.Monday)[35] is var half ? half.Time : "", half.Free, half.Days));
    }

    [Fact]
    public void A_lot_with_room_all_day_is_described() =>
        Assert.Equal(
            "Usually there is room all day; least at about 21:00, some 12.",
            Learn(2, half => half == 42 ? 12 : 50).Sentence(IsoDayOfWeek.Monday).En);

    [Fact]
    public void One_day_is_not_enough_and_weekdays_are_separate()
    {
        Assert.Contains("Still learning", Learn(1, _ => 50).Sentence(IsoDayOfWeek.Monday).En, StringComparison.Ordinal);
        Assert.Contains("Still learning", Learn(3, _ => 50).Sentence(IsoDayOfWeek.Tuesday).En, StringComparison.Ordinal);
        Assert.Contains("约需两周", UsualWeek.Learn([], Zone).Sentence(IsoDayOfWeek.Monday).Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Doubtful_counts_are_ignored() =>
        Assert.Empty(
            UsualWeek.Learn(Counts(3, _ => 50).Select(fact => fact with { Zones = [fact.Zones[0] with { Free = 0, Stale = 50 }] }), Zone)
                .Of(IsoDayOfWeek.Monday));

    private static UsualWeek Learn(int mondays, Func<int, int> free) => UsualWeek.Learn(Counts(mondays, free), Zone);

    private static IEnumerable<LotCounted> Counts(int mondays, Func<int, int> free) =>
        from week in Enumerable.Range(0, mondays)
        from half in Enumerable.Range(0, 48)
        let at = (Monday.PlusWeeks(week).AtMidnight().PlusMinutes(half * 30)).InZoneStrictly(Zone).ToInstant()
        select new LotCounted(new("lot", "main"), EventTime.Now(at), [new("A", free(half), 100 - free(half), 0, 0, 0, 0, 0)]);
}
