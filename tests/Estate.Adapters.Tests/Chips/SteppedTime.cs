using Estate.TestKit;

namespace Estate.Adapters.Tests.Chips;

/// <summary>
/// A clock that stands still while a chip's thread works, and jumps to the end of its pause: a retry after 5 s takes no time, and a
/// busy machine is not taken for a silent chip.
/// </summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Pending> _pending = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock)
            return _now.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Pending(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Until it is so, with a step after each look at which it is not.</summary>
    internal Task UntilAsync(Func<bool> isSo) => Eventually.UntilAsync(() =>
    {
        if (isSo())
            return true;
        Step();
        return false;
    });

    /// <summary>To the next end of a pause; nothing where nobody pauses.</summary>
    private void Step()
    {
        Pending? next;
        lock (_lock)
        {
            next = _pending.MinBy(timer => timer.Due);
            if (next is null)
                return;
            _pending.Remove(next);
            _now = next.Due;
        }
        next.Fire();
    }

    private sealed class Pending(SteppedTime time, Action fire) : ITimer
    {
        internal TimeSpan Due { get; private set; }

        internal Action Fire => fire;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._pending.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time._now + dueTime;
                time._pending.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._lock)
                time._pending.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
