using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Ticks devices at the stopwatch time they asked for; between ticks, so that a pulse ends when it should. Used from the
/// loop's thread only.
/// </summary>
internal sealed class WakeUps(GatewayClock clock, Action<Inbound> offer) : IDisposable
{
    private readonly Dictionary<DeviceId, ITimer> _waiting = [];

    /// <summary>The newest wish of a device counts: it asks again at each decision.</summary>
    internal void Add(Awaited awaited)
    {
        if (_waiting.Remove(awaited.Device, out var before))
            before.Dispose();
        ITimer? timer = null;
        timer = clock.Time.CreateTimer(_ => Ring(awaited, timer), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _waiting[awaited.Device] = timer;
        timer.Change(Until(awaited), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Timers count whole milliseconds and may ring a little early; then nothing would be due yet.</summary>
    private void Ring(Awaited awaited, ITimer? timer)
    {
        if (clock.Uptime < awaited.Uptime)
            timer?.Change(Until(awaited), Timeout.InfiniteTimeSpan);
        else
            offer(new Direct(new Woken(awaited.Device, clock.Now)));
    }

    private TimeSpan Until(Awaited awaited) =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((awaited.Uptime - clock.Uptime).TotalMilliseconds)));

    public void Dispose()
    {
        foreach (var timer in _waiting.Values)
            timer.Dispose();
    }
}
