namespace Estate.FirmwareSim.Past;

/// <summary>
/// The clock of a past that is played: wall clock and stopwatch stand still until they are moved. Timers never fire: whoever plays moves
/// everything himself.
/// </summary>
public sealed class PastTime(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; private set; } = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Never back.</summary>
    public void MoveTo(DateTimeOffset moment) => Now = moment > Now ? moment : Now;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Still();

    private sealed class Still : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
