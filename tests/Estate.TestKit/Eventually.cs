namespace Estate.TestKit;

/// <summary>Waits for something to become so, and says what it was when it did not.</summary>
public static class Eventually
{
    /// <summary>Long: it is only spent where something is wrong, and a busy machine must not look like that.</summary>
    private const int Patience = 60;

    public static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> isSo, int seconds = Patience)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isSo(seen))
                return seen;
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(seconds))
                throw new TimeoutException($"after {seconds} s it is still: {seen}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public static Task UntilAsync(Func<bool> isSo, int seconds = Patience) => UntilAsync(() => Task.FromResult(isSo()), so => so, seconds);
}
