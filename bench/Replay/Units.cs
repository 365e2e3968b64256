namespace Estate.Bench.Replay;

/// <summary>Units of recordings, and how a number of theirs becomes one of ours.</summary>
internal static class Units
{
    /// <summary>Ours: Wh.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<double, double>> Energy = new Dictionary<string, Func<double, double>>
    {
        ["Wh"] = number => number,
        ["kWh"] = number => number * 1000,
        ["MWh"] = number => number * 1_000_000,
    };

    /// <summary>Ours: seconds.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<double, double>> Length = new Dictionary<string, Func<double, double>>
    {
        ["s"] = number => number,
        ["min"] = number => number * 60,
        ["h"] = number => number * 3600,
    };

    /// <summary>Ours: 0 to 1.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<double, double>> Fill = new Dictionary<string, Func<double, double>>
    {
        ["percent"] = number => number / 100,
        ["share"] = number => number,
    };
}
