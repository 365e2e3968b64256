namespace Estate.Adapters.Chips;

/// <summary>Asks a sensor again and again. Entries that share one piece of hardware ask it in turn.</summary>
internal sealed class SensorThread(
    string name, Func<ISensorChip> open, Lock turn, (TimeSpan Every, TimeProvider Time) pace, Action<double?> tell)
    : ChipThread(name, pace.Time)
{
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
                works();
                tell(value);
            }
            while (Pause(pace.Every));
    }
}
