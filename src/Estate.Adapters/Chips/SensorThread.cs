namespace Estate.Adapters.Chips;

/// <summary>Asks a sensor again and again. Entries that share one piece of hardware ask it in turn.</summary>
internal sealed class SensorThread(
    string name, Func<ISensorChip> open, Lock turn, (TimeSpan Every, TimeProvider Time) pace, Action<double?> tell)
    : ChipThread(name, pace.Time)
{
    /// <summary>Two values in a row are alike once in a few; so many, never.</summary>
    private const int MaxAlike = 30;

    private double? _last;
    private int _alike;

    protected override TimeSpan Patience => (pace.Every * 2) + base.Patience;

    protected override void Work(Action works)
    {
        ISensorChip chip;
        lock (turn)
            chip = open();
        using (chip)
            do
            {
                double? value;
                lock (turn)
                    value = chip.Measure();
                if (chip.IsNoisy)
                    CheckMoves(value);
                works();
                tell(value);
            }
            while (Pause(pace.Every));
    }

    /// <summary>Reopened it may move again; until it does, nothing of it is reported.</summary>
    private void CheckMoves(double? value)
    {
        _alike = value is not null && value == _last ? _alike + 1 : 0;
        _last = value;
        if (_alike >= MaxAlike)
            throw new IOException(FormattableString.Invariant(
                $"it has said exactly {value} for {_alike + 1} times, and a sensor at work never does: it hangs, or is a false one"));
    }
}
