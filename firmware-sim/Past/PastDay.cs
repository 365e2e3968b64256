namespace Estate.FirmwareSim.Past;

/// <summary>A day of the estate: what its people's habits are reckoned from.</summary>
/// <param name="Midnight">Its beginning, by the clocks on the wall.</param>
/// <param name="Number">From 0 for the first day that is played.</param>
public readonly record struct PastDay(DateTimeOffset Midnight, int Number)
{
    public bool IsWeekend => Midnight.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    public DateTimeOffset At(double hour) => Midnight + TimeSpan.FromHours(hour);

    /// <summary>Around an hour, mostly within <paramref name="within"/> of it, never further.</summary>
    public DateTimeOffset Around(double hour, double within, Random random) =>
        At(hour + (within * (random.NextDouble() + random.NextDouble() - 1)));
}
