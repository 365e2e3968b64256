using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Ticks devices at the stopwatch time they asked for; between ticks, so that a pulse ends when it should. Used from the
/// loop's thread only.
/// </summary>
internal sealed class WakeUps(GatewayClock clock, Action<Inbound> offer) : IDisposable
{
    private readonly Dictionary<DeviceId, (Duration At, ITimer Timer)> _waiting = [];

    /// <summary>The newest wish of a device counts: it asks again at each decision.</summary>
    internal void Add(Awaited awaited)
    {
        if (_waiting.Remove(awaited.Device, out var before))
            before.Timer.Dispose();
        var wait = awaited.Uptime - clock.Uptime;
        var timer = clock.Time.CreateTimer(
            _ => offer(new Direct(new Woken(awaited.Device, clock.Now))), null,
            wait > Duration.Zero ? wait.ToTimeSpan() : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        _waiting[awaited.Device] = (awaited.Uptime, timer);
    }

    public void Dispose()
    {
        foreach (var (_, timer) in _waiting.Values)
            timer.Dispose();
    }
}
