namespace Estate.Adapters.Chips;

/// <summary>
/// Keeps a display at what it was told last; nothing new for too long, and it is dark: an old number is worse than none. Says it again
/// now and then, since that is how a display that was unplugged shows itself.
/// </summary>
internal sealed class DisplayThread(string name, Func<IDisplayChip> open, TimeProvider time) : ChipThread(name, time)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    private readonly AutoResetEvent _news = new(initialState: false);
    private readonly Lock _lock = new();
    private (string Text, TimeSpan BlankAfter, long Since)? _told;

    internal void Show(string text, TimeSpan blankAfter)
    {
        lock (_lock)
            _told = (text, blankAfter, Time.GetTimestamp());
        Wake();
    }

    protected override void Wake() => _news.Set();

    protected override void Work(Action works)
    {
        using var chip = open();
        string? shown = null;
        var writtenAt = 0L;
        while (true)
        {
            var wanted = IsStopping ? "" : Wanted();
            if (wanted != shown || Time.GetElapsedTime(writtenAt) >= Again)
            {
                chip.Write(wanted);
                writtenAt = Time.GetTimestamp();
            }
            shown = wanted;
            works();
            if (IsStopping)
                return;
            _news.WaitOne(Look);
        }
    }

    private string Wanted()
    {
        lock (_lock)
            return _told is { } told && Time.GetElapsedTime(told.Since) < told.BlankAfter ? told.Text : "";
    }
}
