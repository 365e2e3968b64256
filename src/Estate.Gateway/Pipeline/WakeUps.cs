using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// When to look at the estate again though nothing came: once a second, and at the stopwatch times devices asked for, so
/// that a pulse ends when it should. For the loop's thread.
/// </summary>
internal sealed class WakeUps(Duration tickEvery)
{
    private readonly Dictionary<DeviceId, Duration> _wanted = [];
    private Duration _nextTick;

    internal Duration Next { get; private set; }

    /// <summary>The newest wish of a device counts: it asks again at each decision.</summary>
    internal void Add(TimerRequested awaited)
    {
        _wanted[awaited.Device] = awaited.Uptime;
        Next = Duration.Min(Next, awaited.Uptime);
    }

    /// <summary>True once a second.</summary>
    internal bool TakeTick(Duration uptime)
    {
        if (uptime < _nextTick)
            return false;
        // A tick that was missed is not made up for: it asks what is, not what changed.
        _nextTick = uptime + tickEvery;
        return true;
    }

    /// <summary>Devices whose time has come; call after <see cref="TakeTick"/>.</summary>
    internal IReadOnlyList<DeviceId> TakeDue(Duration uptime)
    {
        var due = _wanted.Where(one => one.Value <= uptime).Select(one => one.Key).ToList();
        due.ForEach(device => _wanted.Remove(device));
        Next = _wanted.Values.Aggregate(_nextTick, Duration.Min);
        return due;
    }
}
