using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline;

/// <summary>How far the wall clock is believed (domain facts 1.3).</summary>
public sealed class GatewayClockTests
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private bool _isSynchronised;

    [Fact]
    public void Trust_grows_with_the_network_and_fades_a_week_after_it_is_gone()
    {
        var clock = NewClock();
        Assert.Equal(ClockTrust.Unknown, clock.Trust);
        Assert.Equal(ClockTrust.Estimated, clock.Judge());
        _isSynchronised = true;
        Assert.Equal(ClockTrust.Synced, clock.Judge());
        _isSynchronised = false;
        Assert.Equal(ClockTrust.Holdover, clock.Judge());
        _time.Advance(TimeSpan.FromDays(6.9));
        Assert.Equal(ClockTrust.Holdover, clock.Judge());
        _time.Advance(TimeSpan.FromDays(0.2));
        Assert.Equal(ClockTrust.Estimated, clock.Judge());
    }

    [Fact]
    public void A_clock_before_what_was_written_last_or_before_this_program_is_unknown()
    {
        var clock = NewClock();
        clock.StartAfter(clock.Now + Duration.FromMinutes(1));
        Assert.Equal(ClockTrust.Unknown, clock.Judge());
        var young = new GatewayClock(new Surroundings(new FakeTimeProvider(_time.GetUtcNow().AddYears(-50)), () => _isSynchronised));
        Assert.Equal(ClockTrust.Unknown, young.Judge());
        _isSynchronised = true;
        Assert.Equal(ClockTrust.Synced, young.Judge());
    }

    private GatewayClock NewClock() => new(new Surroundings(_time, () => _isSynchronised));
}
