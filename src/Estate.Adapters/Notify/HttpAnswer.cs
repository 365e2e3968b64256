namespace Estate.Adapters.Notify;

/// <summary>What a server said, whatever it was.</summary>
/// <param name="Body">At most 64 kB of it.</param>
/// <param name="RetryAfter">How long it wants to be left alone, where it says so.</param>
/// <param name="Date">Its own clock when it answered, to the second.</param>
internal sealed record HttpAnswer(int Status, byte[] Body, TimeSpan? RetryAfter, DateTimeOffset? Date)
{
    internal bool IsGood => Status is >= 200 and < 300;

    /// <exception cref="NotifyException">It was not taken. For good only where the receiver's documentation says so.</exception>
    internal void RequireGood(string name, Func<int, bool> isPermanent)
    {
        if (!IsGood)
            throw new NotifyException($"{name} answered {Status}", isPermanent(Status), RetryAfter);
    }
}
