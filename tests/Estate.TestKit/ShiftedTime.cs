namespace Estate.TestKit;

/// <summary>
/// For a whole gateway that runs: the machine's time with a wall clock that is wrong by as much as a test wants, and a stopwatch that
/// may have run longer. What a test steps itself gets a <c>FakeTimeProvider</c>, which stands still until it is moved.
/// </summary>
public sealed class ShiftedTime(TimeSpan offset) : TimeProvider
{
    public TimeSpan Offset { get; set; } = offset;

    public TimeSpan Elapsed { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Elapsed.TotalSeconds * TimestampFrequency);
}
