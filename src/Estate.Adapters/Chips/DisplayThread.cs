namespace Estate.Adapters.Chips;

/// <summary>Keeps a display at what it was told last; nothing new for too long, and it is dark: an old number is worse than none.</summary>
internal sealed class DisplayThread(string name, Func<IDisplayChip> open, Action<string?> note, TimeProvider time) : ChipThread(name, note)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly AutoResetEvent _news = new(initialState: false);
    private readonly Lock _lock = new();
    private (string Text, TimeSpan BlankAfter, long Since)? _told;

    internal void Show(string text, TimeSpan blankAfter)
    {
        lock (_lock)
            _told = (text, blankAfter, time.GetTimestamp());
        Wake();
    }

    protected override void Wake() => _news.Set();

    protected override void Work(Action works)
    {
        using var chip = open();
        string? shown = null;
        while (true)
        {
            var wanted = IsStopping ? "" : Wanted();
            if (wanted != shown)
                chip.Write(wanted);
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
            return _told is { } told && time.GetElapsedTime(told.Since) < told.BlankAfter ? told.Text : "";
    }
}
