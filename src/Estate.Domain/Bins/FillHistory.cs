using NodaTime;

namespace Estate.Domain.Bins;

/// <summary>
/// Levels of one compartment, 0 to 1, by half hours of the estate's clock (counted from 1970); those nobody measured are not there.
/// </summary>
public sealed class FillHistory(IReadOnlyDictionary<long, double> levels)
{
    internal const int ADay = 48, AWeek = 7 * ADay;
    private const int LearnedFrom = 14;

    /// <summary>A fall of so much between two half hours is an emptying, and no habit of those who fill it.</summary>
    private const double Emptied = 0.2;
    private static readonly LocalDateTime Epoch = new(1970, 1, 1, 0, 0);

    public static long SlotOf(LocalDateTime local) => Period.Between(Epoch, local, PeriodUnits.Minutes).Minutes / 30;

    public static LocalDateTime TimeOf(long slot) => Epoch.PlusMinutes(30 * slot);

    internal double? At(long slot) => levels.TryGetValue(slot, out var level) ? level : null;

    /// <summary>Whether it was emptied, or not measured, somewhere from one half hour to another.</summary>
    internal bool IsBroken(long from, long to)
    {
        for (var slot = from; slot < to; slot++)
            if (At(slot) is not { } before || At(slot + 1) is not { } after || before - after >= Emptied)
                return true;
        return false;
    }

    /// <summary>How much it usually rises in each half hour of the day, from the two weeks before a day.</summary>
    internal double[] RisesBefore(long day)
    {
        var rises = new double[ADay];
        for (var half = 0; half < ADay; half++)
        {
            var (sum, count) = (0.0, 0);
            for (var slot = ((day - LearnedFrom) * ADay) + half; slot < day * ADay; slot += ADay)
                if (At(slot) is { } before && At(slot + 1) is { } after && before - after < Emptied)
                    (sum, count) = (sum + after - before, count + 1);
            rises[half] = count == 0 ? 0 : sum / count;
        }
        return rises;
    }
}
