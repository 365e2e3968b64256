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
    public void Clock_trust_rises_with_the_network_and_falls_a_week_after_it_is_gone()
    {
        var clock = NewClock();
        Assert.Equal(ClockTrust.Unknown, clock.Trust);
        Assert.Equal(ClockTrust.Estimated, clock.UpdateTrust());
        _isSynchronised = true;
        Assert.Equal(ClockTrust.Synced, clock.UpdateTrust());
        _isSynchronised = false;
        Assert.Equal(ClockTrust.Holdover, clock.UpdateTrust());
        _time.Advance(TimeSpan.FromDays(6.9));
        Assert.Equal(ClockTrust.Holdover, clock.UpdateTrust());
        _time.Advance(TimeSpan.FromDays(0.2));
        Assert.Equal(ClockTrust.Estimated, clock.UpdateTrust());
    }

    [Fact]
    public void A_clock_before_the_last_fact_or_before_this_program_is_unknown()
    {
        var clock = NewClock();
        clock.StartAfter(clock.Now + Duration.FromMinutes(1));
        Assert.Equal(ClockTrust.Unknown, clock.UpdateTrust());
        var young = new GatewayClock(new PlatformServices(new FakeTimeProvider(_time.GetUtcNow().AddYears(-50)), () => _isSynchronised));
        Assert.Equal(ClockTrust.Unknown, young.UpdateTrust());
        _isSynchronised = true;
        Assert.Equal(ClockTrust.Synced, young.UpdateTrust());
    }

    private GatewayClock NewClock() => new(new PlatformServices(_time, () => _isSynchronised));
}
