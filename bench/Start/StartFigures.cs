namespace Estate.Bench.Start;

/// <summary>One start.</summary>
internal readonly record struct StartFigures(double ReadyMs, double CpuSeconds)
{
    internal static StartFigures Median(IReadOnlyList<StartFigures> all) =>
        new(MedianOf(all.Select(one => one.ReadyMs)), MedianOf(all.Select(one => one.CpuSeconds)));

    private static double MedianOf(IEnumerable<double> all)
    {
        var sorted = all.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
