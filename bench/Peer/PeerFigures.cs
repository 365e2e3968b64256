namespace Estate.Bench.Peer;

/// <summary>What taps cost one candidate; bytes are null for one that keeps nothing.</summary>
internal sealed record PeerFigures(double TapsPerSecond, double CpuMicroseconds, double P99Ms)
{
    /// <summary>By the candidate and its broker, per tap at fifty a second.</summary>
    internal required double WrittenBytes { get; init; }

    /// <summary>By which the database grew, per tap of the flood.</summary>
    internal double? KeptBytes { get; init; }

    /// <summary>Of each figure the middle one of all rounds.</summary>
    internal static PeerFigures Median(IReadOnlyList<PeerFigures> rounds)
    {
        return new(Middle(one => one.TapsPerSecond), Middle(one => one.CpuMicroseconds), Middle(one => one.P99Ms))
        {
            WrittenBytes = Middle(one => one.WrittenBytes),
            KeptBytes = rounds[0].KeptBytes is null ? null : Middle(one => one.KeptBytes ?? 0),
        };

        double Middle(Func<PeerFigures, double> of)
        {
            var sorted = rounds.Select(of).Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }
}
