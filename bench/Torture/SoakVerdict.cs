namespace Estate.Bench.Torture;

/// <summary>One look at the gateway's process.</summary>
internal sealed record SoakSample(double Hours, double ResidentMb, double HeapMb, int Handles);

/// <summary>
/// Memory does not grow when its slope's 95 % interval holds zero, or ends below 1 MB an hour; handles are constant when they
/// stay within a few of each other and have no trend. The first sixth of the time is the warm-up.
/// </summary>
internal static class SoakVerdict
{
    private const double MbPerHour = 1;
    private const int HandleSpread = 8;

    internal static ScenarioVerdict Of(IReadOnlyList<SoakSample> samples)
    {
        var warm = samples.Skip(samples.Count / 6).ToList();
        var verdict = new ScenarioVerdict("soak").Figure("minutes", $"{samples[^1].Hours * 60:0}").Figure("samples", warm.Count)
            .Figure("resident_mb", $"{warm[^1].ResidentMb:0.0}");
        Memory(verdict, "resident", Trend.Of([.. warm.Select(one => (one.Hours, one.ResidentMb))]));
        Memory(verdict, "heap", Trend.Of([.. warm.Select(one => (one.Hours, one.HeapMb))]));
        var (fewest, most) = (warm.Min(one => one.Handles), warm.Max(one => one.Handles));
        var handles = Trend.Of([.. warm.Select(one => (one.Hours, (double)one.Handles))]);
        return verdict.Figure("handles", $"{fewest}..{most}").Figure("handles_per_h", $"{handles.Slope:+0.0;-0.0}±{handles.HalfWidth:0.0}")
            .Require(most - fewest <= HandleSpread, $"handles moved by more than {HandleSpread}")
            .Require(handles.IsFlat || handles.Slope < 0 || most - fewest <= 2, "handles have a trend");
    }

    private static void Memory(ScenarioVerdict verdict, string what, Trend trend) => verdict
        .Figure($"{what}_mb_per_h", $"{trend.Slope:+0.00;-0.00}±{trend.HalfWidth:0.00}")
        .Require(trend.IsFlat || trend.Highest < MbPerHour, $"{what} memory grows");
}
