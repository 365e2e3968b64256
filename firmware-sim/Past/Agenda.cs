namespace Estate.FirmwareSim.Past;

/// <summary>What people and devices will do, in the order of time; of one moment, in the order it was planned.</summary>
public sealed class Agenda(PastTime time)
{
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Number)> _plans = new();
    private long _planned;

    public DateTimeOffset Now => time.Now;

    public DateTimeOffset? Next => _plans.TryPeek(out _, out var first) ? first.At : null;

    public void At(DateTimeOffset moment, Action act) => _plans.Enqueue(act, (moment, ++_planned));

    public void In(TimeSpan delay, Action act) => At(Now + delay, act);

    /// <summary>Again and again.</summary>
    /// <param name="first">From now to the first time.</param>
    public void Every(TimeSpan pause, TimeSpan first, Action act) => In(first, () =>
    {
        act();
        Every(pause, pause, act);
    });

    /// <summary>Does what is due by now.</summary>
    public void RunDue()
    {
        while (_plans.TryPeek(out var act, out var first) && first.At <= Now)
        {
            _plans.Dequeue();
            act();
        }
    }
}
