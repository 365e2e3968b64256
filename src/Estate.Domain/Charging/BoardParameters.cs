using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>
/// More power than <paramref name="UpToW"/> uses bought time up faster: one minute of the clock costs 100 / <paramref name="Percent"/>.
/// </summary>
public sealed record PowerTier(double UpToW, double Percent);

/// <summary>
/// A board's limits, which it enforces on its own even with the gateway gone. Ranges and defaults from real boards
/// (domain facts 2.2).
/// </summary>
public sealed record BoardParameters
{
    /// <summary>Up to 7400: 32 A of one phase. More for <see cref="OverS"/>, or a tenth more at once, and the socket is cut.</summary>
    public double MaxPowerW { get; init; } = 1000;
    public double OverS { get; init; } = 5;

    /// <summary>Less than this within the time after a start, and nothing is plugged in.</summary>
    public double StartW { get; init; } = 10;
    public double StartS { get; init; } = 10;

    /// <summary>Less than this for the time, and the plug is out.</summary>
    public double UnplugW { get; init; } = 10;
    public double UnplugS { get; init; } = 10;

    /// <summary>Less than this for the whole time, and the battery is full.</summary>
    public double FullW { get; init; } = 30;
    public double FloatS { get; init; } = 3600;

    /// <summary>No board's limits are lower: what is below is nobody's danger.</summary>
    internal const double MinMaxTempC = 50, MinResidualMa = 6;

    /// <summary>255: no guard.</summary>
    public double MaxTempC { get; init; } = 70;
    public double ResidualMa { get; init; } = 30;
    public double MaxMinutes { get; init; } = 480;

    /// <summary>Rising power, falling share of the time; the first is 100 %. None: time is time.</summary>
    public ImmutableArray<PowerTier> Tiers { get; init; } = [];

    /// <summary>The names, each with what a board takes.</summary>
    private static readonly OrderedDictionary<string,
        (double Min, double Max, Func<BoardParameters, double> Get, Func<BoardParameters, double, BoardParameters> Set)> Numbers = new()
        {
            ["max_power_w"] = (50, 7400, all => all.MaxPowerW, (all, value) => all with { MaxPowerW = value }),
            ["over_s"] = (1, 60, all => all.OverS, (all, value) => all with { OverS = value }),
            ["start_w"] = (0.1, 50, all => all.StartW, (all, value) => all with { StartW = value }),
            ["start_s"] = (5, 600, all => all.StartS, (all, value) => all with { StartS = value }),
            ["unplug_w"] = (0.1, 50, all => all.UnplugW, (all, value) => all with { UnplugW = value }),
            ["unplug_s"] = (5, 3600, all => all.UnplugS, (all, value) => all with { UnplugS = value }),
            ["full_w"] = (1, 200, all => all.FullW, (all, value) => all with { FullW = value }),
            ["float_s"] = (120, 10800, all => all.FloatS, (all, value) => all with { FloatS = value }),
            ["max_temp_c"] = (MinMaxTempC, 100, all => all.MaxTempC, (all, value) => all with { MaxTempC = value }),
            ["residual_ma"] = (MinResidualMa, 100, all => all.ResidualMa, (all, value) => all with { ResidualMa = value }),
            ["max_minutes"] = (1, 999, all => all.MaxMinutes, (all, value) => all with { MaxMinutes = value }),
        };

    private const double NoGuard = 255;

    public static IReadOnlyCollection<string> Names { get; } = [.. Numbers.Keys, "tiers"];

    /// <summary>These, changed by what <paramref name="values"/> name; or what is wrong with each, and nothing changed.</summary>
    public (BoardParameters? Changed, IReadOnlyList<Text> Problems) With(IEnumerable<KeyValuePair<string, string>> values)
    {
        var (changed, problems) = (this, new List<Text>());
        foreach (var (name, text) in values)
            if (name == "tiers")
                changed = changed with { Tiers = ReadTiers(text, problems) };
            else if (!Numbers.TryGetValue(name, out var number))
                problems.Add(new(
                    $"没有参数 {name}，有：{string.Join("、", Names)}",
                    $"{name}: there is no such parameter; known are {string.Join(", ", Names)}"));
            else if (!FiniteNumber.TryParseDecimal(text, out var value) || !IsInRange(name, value, number.Min, number.Max))
                problems.Add(OutOfRange(name, text, number.Min, number.Max));
            else
                changed = number.Set(changed, value);
        if (problems.Count == 0)
            problems.AddRange(changed.Contradictions());
        return problems.Count == 0 ? (changed, problems) : (null, problems);
    }

    /// <summary>Name and value, as they travel to the board.</summary>
    public ImmutableArray<(string Name, string Value)> ToArguments() =>
    [
        .. Numbers.Select(one => (one.Key, one.Value.Get(this).ToString(CultureInfo.InvariantCulture))),
        ("tiers", string.Join(',', Tiers.Select(tier => string.Create(CultureInfo.InvariantCulture, $"{tier.UpToW}:{tier.Percent}")))),
    ];

    private static Text OutOfRange(string name, string text, double min, double max)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{min} 到 {max}");
        var isGuard = name == "max_temp_c";
        return new(
            $"{name}：“{text}”不是 {range}{(isGuard ? "，或 255（不保护）" : "")}",
            $"{name}: '{text}' is not {range.Replace("到", "to", StringComparison.Ordinal)}{(isGuard ? " or 255 for no guard" : "")}");
    }

    private IEnumerable<Text> Contradictions()
    {
        if (UnplugW > StartW || StartW > FullW || FullW >= (Tiers.IsEmpty ? MaxPowerW : Tiers[0].UpToW))
            yield return new(
                "应为 unplug_w ≤ start_w ≤ full_w < 第一档功率或 max_power_w", "unplug_w ≤ start_w ≤ full_w < the first tier, or max_power_w");
        if (UnplugS >= FloatS || FloatS > MaxMinutes * 60)
            yield return new("应为 unplug_s < float_s ≤ max_minutes", "unplug_s < float_s ≤ max_minutes");
        if (Tiers.Zip(Tiers.Skip(1)).Any(pair => pair.First.UpToW >= pair.Second.UpToW || pair.First.Percent <= pair.Second.Percent))
            yield return new("tiers：各档功率递增、百分比递减", "tiers: power rises and percent falls from tier to tier");
        if (!Tiers.IsEmpty && (Tiers[0].Percent != 100 || Tiers[^1].UpToW > MaxPowerW || Tiers[^1].Percent < 1))
            yield return new(
                "tiers：第一档是 100 %，最后一档至少 1 %，功率不超过 max_power_w",
                "tiers: the first is 100 %, the last at least 1 % and at most max_power_w");
    }

    private static bool IsInRange(string name, double value, double min, double max) =>
        (value >= min && value <= max) || (name == "max_temp_c" && value == NoGuard);

    private static ImmutableArray<PowerTier> ReadTiers(string text, List<Text> problems)
    {
        var tiers = ImmutableArray.CreateBuilder<PowerTier>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (part.Split(':') is [var watt, var percent]
                && FiniteNumber.TryParseDecimal(watt, out var upTo) && FiniteNumber.TryParseDecimal(percent, out var share))
                tiers.Add(new(upTo, share));
            else
                problems.Add(new(
                    $"tiers：“{part}”不是 瓦数:百分比，如 200:100,400:75", $"tiers: '{part}' is not WATT:PERCENT, as in 200:100,400:75"));
        return tiers.ToImmutable();
    }
}
