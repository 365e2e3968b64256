namespace Estate.Adapters.Chips;

/// <summary>Polls a reader, and reports a card once each time it is presented.</summary>
internal sealed class ReaderThread(string name, Func<IReaderChip> open, TimeProvider time, Action<string> tell) : ChipThread(name, time)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>A card in a hand is missed now and then: it has gone when it was not seen so often.</summary>
    private const int GoneAfter = 3;

    protected override void Work(Action works)
    {
        using var chip = open();
        string? present = null;
        var missed = 0;
        do
        {
            var seen = chip.Scan();
            works();
            if (seen is null)
                present = ++missed >= GoneAfter ? null : present;
            else
            {
                missed = 0;
                if (seen != present)
                    tell(seen);
                present = seen;
            }
        }
        while (Pause(Between));
    }
}
