namespace Estate.TestKit;

/// <summary>The machine's time with a wall clock that is wrong by as much as a test wants; the stopwatch runs on.</summary>
public sealed class ShiftedTime(TimeSpan offset) : TimeProvider
{
    public TimeSpan Offset { get; set; } = offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
