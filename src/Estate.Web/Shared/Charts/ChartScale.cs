namespace Estate.Web.Shared.Charts;

/// <summary>The vertical axis: from a round number to a round number, in at most four round steps.</summary>
internal readonly record struct ChartScale(double Least, double Most, double Step)
{
    private const int Steps = 4;
    private static readonly double[] Round = [1, 2, 2.5, 5, 10];

    internal IEnumerable<double> Ticks
    {
        get
        {
            for (var i = 0; Least + (i * Step) <= Most + (Step / 2); i++)
                yield return Least + (i * Step);
        }
    }

    internal static ChartScale Of(Chart chart)
    {
        var values = chart.Drawn.SelectMany(one => one.Values).OfType<double>().Concat(chart.Goal is { } goal ? [goal.Value] : [])
            .DefaultIfEmpty(0).ToList();
        var least = chart.IsFromZero ? Math.Min(0, values.Min()) : values.Min();
        var most = chart.Most ?? values.Max();
        if (most - least < 1e-9)
            most = least + 1;
        var step = StepOf((most - least) / Steps, isWhole: chart.Drawn.All(one => one.Decimals == 0));
        var (from, to) = (Math.Floor(least / step) * step, Math.Ceiling((most / step) - 1e-9) * step);
        return new(from, to, step);
    }

    /// <summary>How far up, 0 to 1.</summary>
    internal double Part(double value) => Math.Clamp((value - Least) / (Most - Least), 0, 1);

    /// <summary>There is no half a household.</summary>
    private static double StepOf(double atLeast, bool isWhole)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        var steps = Round.Select(one => one * power).Where(one => one >= atLeast - 1e-9);
        return isWhole ? steps.FirstOrDefault(one => one >= 1 && one % 1 == 0, 1) : steps.First();
    }
}
