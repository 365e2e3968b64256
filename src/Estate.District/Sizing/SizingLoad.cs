namespace Estate.District.Sizing;

/// <summary>What estates send. A gateway sends once a second what there is, so facts that come close together are one message.</summary>
/// <param name="FactsPerDay">Of one estate.</param>
/// <param name="PeakFactor">The busiest hours over the mean of the day.</param>
internal sealed record SizingLoad(double Estates, double FactsPerDay, double PeakFactor)
{
    private const double SecondsPerDay = 86_400, DaysPerYear = 365;

    internal double FactsPerS => Estates * FactsPerDay / SecondsPerDay;

    internal double PeakFactsPerS => FactsPerS * PeakFactor;

    internal double FactsPerYear => Estates * FactsPerDay * DaysPerYear;

    /// <summary>Of a Poisson process: the share of seconds in which something comes.</summary>
    internal double PeakMessagesPerS => Estates * (1 - Math.Exp(-PeakFactsPerS / Estates));

    internal double PeakFactsPerMessage => PeakFactsPerS / PeakMessagesPerS;
}
