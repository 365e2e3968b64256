using Estate.Domain.Devices;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Devices;

public sealed class EventTimeTests
{
    private static readonly Instant Received = Instant.FromUtc(2026, 3, 2, 0, 0);

    [Fact]
    public void A_plausible_clock_is_trusted() =>
        Assert.Equal(
            new EventTime(Received - Duration.FromHours(3), Received, ClockTrust.Synced),
            EventTime.Resolve(Received - Duration.FromHours(3), ClockTrust.Synced, null, Received));

    [Fact]
    public void A_clock_fifty_years_off_does_not_set_the_event_time()
    {
        var time = EventTime.Resolve(Received - Duration.FromDays(50 * 365), ClockTrust.Synced, null, Received);
        Assert.False(time.IsTimeKnown);
        Assert.Equal(Received, time.At);
    }

    [Fact]
    public void The_stopwatch_overrules_a_clock_that_contradicts_it()
    {
        var time = EventTime.Resolve(Received - Duration.FromDays(50 * 365), ClockTrust.Synced, Duration.FromMinutes(2), Received);
        Assert.True(time.IsTimeKnown);
        Assert.Equal((Received - Duration.FromMinutes(2), ClockTrust.Estimated), (time.At, time.Clock));
    }

    [Fact]
    public void A_clock_within_five_minutes_of_the_stopwatch_is_trusted()
    {
        var said = Received - Duration.FromMinutes(6);
        Assert.Equal(said, EventTime.Resolve(said, ClockTrust.Synced, Duration.FromMinutes(2), Received).At);
    }

    [Fact]
    public void An_event_without_a_clock_is_timed_by_its_stopwatch() =>
        Assert.Equal(Received - Duration.FromDays(2), EventTime.Resolve(null, ClockTrust.Unknown, Duration.FromDays(2), Received).At);

    [Fact]
    public void A_time_in_the_future_is_not_trusted() =>
        Assert.False(EventTime.Resolve(Received + Duration.FromHours(1), ClockTrust.Synced, null, Received).IsTimeKnown);

    [Theory]
    [InlineData(9, false)]
    [InlineData(11, true)]
    public void After_ten_minutes_an_event_is_history(int minutes, bool isLate) =>
        Assert.Equal(isLate, EventTime.Resolve(Received - Duration.FromMinutes(minutes), ClockTrust.Synced, null, Received).IsLate);
}
