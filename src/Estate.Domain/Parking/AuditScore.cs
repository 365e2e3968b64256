using System.Collections.Immutable;

namespace Estate.Domain.Parking;

/// <summary>How far what was said of bays agreed with what guards saw.</summary>
/// <param name="WronglyFree">Said to be free, and a car stood there: who drove to it drove in vain.</param>
/// <param name="WronglyOccupied">Said to be taken, and it was free.</param>
/// <param name="NotTold">Nothing was said (a silent or doubtful sensor, a closed bay): neither right nor wrong.</param>
/// <param name="Missed">Cars that were seen to come or leave, and it was not said within ten minutes.</param>
/// <param name="Delays">Seconds from a tick until the same was said, of those that were behind.</param>
public sealed record AuditScore(int Right, int WronglyFree, int WronglyOccupied, int NotTold, int Missed, ImmutableArray<double> Delays)
{
    /// <summary>Where something was said.</summary>
    public int Told => Right + WronglyFree + WronglyOccupied;

    public int Ticks => Told + NotTold;

    /// <summary>0 to 1; null where nothing was told.</summary>
    public double? Share => Told == 0 ? null : (double)Right / Told;

    /// <summary>Of <see cref="Share"/>.</summary>
    public WilsonInterval? Interval => WilsonInterval.Of(Right, Told);

    /// <summary>Seconds; null where none was seen.</summary>
    public double? MeanDelay => Delays.IsEmpty ? null : Delays.Average();

    /// <summary>Seconds.</summary>
    public double? LongestDelay => Delays.IsEmpty ? null : Delays.Max();
}
