namespace Estate.Domain.Parking;

/// <summary>
/// Between which shares the true one lies, with 95 % certainty, where <c>hits</c> of <c>trials</c> were seen (Wilson 1927). Unlike the
/// usual plus and minus it holds for few trials, too, and for all or none.
/// </summary>
/// <param name="Low">0 to 1.</param>
/// <param name="High">0 to 1.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    /// <summary>The normal distribution's 97.5th percentile.</summary>
    private const double Z = 1.959963984540054;

    /// <returns>Null without trials: then nothing is known.</returns>
    public static WilsonInterval? Of(int hits, int trials)
    {
        if (trials <= 0)
            return null;
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, trials);
        var (share, z2) = ((double)hits / trials, Z * Z / trials);
        var middle = (share + (z2 / 2)) / (1 + z2);
        var half = Z / (1 + z2) * Math.Sqrt((share * (1 - share) / trials) + (z2 / (4 * trials)));
        return new(hits == 0 ? 0 : middle - half, hits == trials ? 1 : middle + half);
    }
}
