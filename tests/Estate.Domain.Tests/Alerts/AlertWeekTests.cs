using Estate.Domain.Alerts;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Alerts;

public sealed class AlertWeekTests
{
    private static readonly LocalDate Monday = new(2026, 3, 2);
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    [Fact]
    public void A_week_is_the_estates_and_half_and_nine_of_ten_were_taken_within()
    {
        var begin = Monday.AtStartOfDayInZone(Shanghai).ToInstant();
        var alerts = Enumerable.Range(1, 10).Select(minutes => new AlertAcknowledgement(begin, begin + Duration.FromMinutes(minutes)))
            .Append(new(begin, null))
            // The last minute of the Sunday, and the first of the next Monday.
            .Append(new(begin + Duration.FromDays(7) - Duration.FromMinutes(1), null))
            .Append(new(begin + Duration.FromDays(7), begin + Duration.FromDays(7)));
        var weeks = AlertWeek.Of(alerts, Monday, 3, Shanghai);
        Assert.Equal(new(Monday, 12, 10, Duration.FromMinutes(5), Duration.FromMinutes(9)), weeks[0]);
        Assert.Equal(new(Monday.PlusDays(7), 1, 1, Duration.Zero, Duration.Zero), weeks[1]);
        Assert.Equal(new(Monday.PlusDays(14), 0, 0, null, null), weeks[2]);
    }
}
