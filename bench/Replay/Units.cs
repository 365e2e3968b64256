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

    internal const string Cm = "cm", CmFree = "cm_free";

    /// <summary>Ours: 0 to 1, of a bin so many cm deep.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<double, double, double>> Level =
        Fill.ToDictionary(one => one.Key, one => (Func<double, double, double>)((number, _) => one.Value(number)))
            .Append(new(Cm, (number, depth) => number / depth)).Append(new(CmFree, (number, depth) => (depth - number) / depth))
            .ToDictionary();

    /// <summary>Ours: °C.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<double, double>> Temperature = new Dictionary<string, Func<double, double>>
    {
        ["C"] = number => number,
        ["F"] = number => (number - 32) / 1.8,
    };
}
