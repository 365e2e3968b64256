namespace Estate.District.Sizing;

/// <summary>
/// What estates send. A gateway looks once a second whether its journal has grown, so facts that come close together are one message; one
/// that has nothing that may leave is a message, too.
/// </summary>
/// <param name="JournalPerDay">Facts that one estate writes down.</param>
/// <param name="LeavingPerDay">Of these, those that leave it.</param>
/// <param name="BusyPerS">Facts that leave one estate in a second of its busiest hours.</param>
internal sealed record SizingLoad(double Estates, double JournalPerDay, double LeavingPerDay, double BusyPerS)
{
    private const double SecondsPerDay = 86_400, DaysPerYear = 365;

    internal double FactsPerS => Estates * LeavingPerDay / SecondsPerDay;

    internal double PeakFactsPerS => Estates * BusyPerS;

    internal double FactsPerYear => Estates * LeavingPerDay * DaysPerYear;

    /// <summary>Of a Poisson process: the share of seconds in which something is written down.</summary>
    internal double PeakMessagesPerS => Estates * (1 - Math.Exp(-BusyPerS * JournalPerDay / LeavingPerDay));

    internal double PeakFactsPerMessage => PeakFactsPerS / PeakMessagesPerS;
}
