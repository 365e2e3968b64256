namespace Estate.Adapters.Chips;

/// <summary>
/// Keeps a display at its last text; nothing new for too long, and it is dark: an old number is worse than none. Writes it again
/// now and then, since that is how a display that was unplugged shows itself.
/// </summary>
internal sealed class DisplayThread(string name, Func<IDisplayChip> open, TimeProvider time) : ChipThread(name, time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RewriteEvery = TimeSpan.FromSeconds(10);
    private static readonly Order Dark = new("", TimeSpan.MaxValue, 0);

    private readonly AutoResetEvent _news = new(initialState: false);
    private volatile Order _order = Dark;

    /// <summary>Each time it is written, the same text too: a buzzer sounds for every card.</summary>
    internal void Show(string text, TimeSpan blankAfter)
    {
        _order = new(text, blankAfter, Time.GetTimestamp());
        _news.Set();
    }

    protected override void Work(Action works)
    {
        using var chip = open();
        Order? shown = null;
        var writtenAt = 0L;
        while (true)
        {
            // Looked at once: where the end came meanwhile it is not over before the display is dark.
            var isLast = IsStopping;
            var wanted = isLast ? Dark : Wanted();
            if (wanted != shown || Time.GetElapsedTime(writtenAt) >= RewriteEvery)
            {
                chip.Write(wanted.Text);
                writtenAt = Time.GetTimestamp();
            }
            shown = wanted;
            works();
            if (isLast)
                return;
            Pause(PollInterval, _news);
        }
    }

    private Order Wanted() => _order is var order && Time.GetElapsedTime(order.Since) < order.BlankAfter ? order : Dark;

    private sealed class Order(string text, TimeSpan blankAfter, long since)
    {
        internal string Text => text;

        internal TimeSpan BlankAfter => blankAfter;

        internal long Since => since;
    }
}
