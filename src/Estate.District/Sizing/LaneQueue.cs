namespace Estate.District.Sizing;

/// <summary>
/// A lane as a queue with one server: messages come as they like (Poisson), and are taken up to so many at once, in a transaction that
/// costs something itself, and something more for each message. Times in seconds.
/// </summary>
/// <param name="Arrivals">Messages a second.</param>
/// <param name="PerTransaction">Seconds, whatever it holds.</param>
/// <param name="PerMessage">Seconds more for each.</param>
internal sealed record LaneQueue(double Arrivals, double PerTransaction, double PerMessage, int AtOnce)
{
    /// <summary>Messages a second, with every transaction full.</summary>
    internal double Capacity => AtOnce / (PerTransaction + (AtOnce * PerMessage));

    internal double Utilization => Arrivals / Capacity;

    /// <summary>
    /// Of a queue that takes one at a time, each in the same time (M/D/1, Pollaczek and Khinchine): the mean wait before it is taken.
    /// Taking more at once only shortens it while the queue is stable.
    /// </summary>
    internal static double MeanWait(double arrivals, double service) =>
        arrivals * service is var busy and < 1 ? busy * service / (2 * (1 - busy)) : double.PositiveInfinity;

    /// <summary>Seconds of a transaction that is full: so long at most waits who finds fewer waiting than are taken at once.</summary>
    internal double FullTransaction => PerTransaction + (AtOnce * PerMessage);
}
