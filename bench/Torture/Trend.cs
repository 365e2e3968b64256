namespace Estate.Bench.Torture;

/// <summary>A least-squares slope and half of its 95 % interval; neighbours that resemble each other widen it.</summary>
internal sealed record Trend(double Slope, double HalfWidth)
{
    internal double Highest => Slope + HalfWidth;

    internal bool IsFlat => Math.Abs(Slope) <= HalfWidth;

    /// <exception cref="ArgumentException">Fewer than ten samples say nothing.</exception>
    internal static Trend Of(IReadOnlyList<(double X, double Y)> samples)
    {
        if (samples.Count < 10)
            throw new ArgumentException("a trend needs ten samples", nameof(samples));
        var (x, y) = (samples.Average(one => one.X), samples.Average(one => one.Y));
        var spread = samples.Sum(one => (one.X - x) * (one.X - x));
        var slope = samples.Sum(one => (one.X - x) * (one.Y - y)) / spread;
        var residuals = samples.Select(one => one.Y - y - (slope * (one.X - x))).ToList();
        var squares = residuals.Sum(one => one * one);
        // Memory now is much like memory ten seconds ago: fewer samples count than were taken.
        var likeness = squares == 0 ? 0 : Math.Clamp(residuals.Zip(residuals.Skip(1), (one, next) => one * next).Sum() / squares, 0, 0.95);
        var counted = Math.Max(4, samples.Count * (1 - likeness) / (1 + likeness));
        var error = Math.Sqrt(squares / (samples.Count - 2) / spread * samples.Count / counted);
        return new(slope, Student(counted - 2) * error);
    }

    /// <summary>Student's 97.5 % quantile, to a hundredth from three degrees on.</summary>
    private static double Student(double freedom) =>
        1.96 + (2.37 / freedom) + (2.8 / (freedom * freedom)) + (2.2 / (freedom * freedom * freedom));
}
