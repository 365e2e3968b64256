using System.Globalization;

namespace Estate.Domain.Charging;

/// <summary>Energy of one session at one price.</summary>
public sealed record PricedEnergy(double FenPerKwh, double Wh)
{
    /// <summary>What is added of each price to what there is of it.</summary>
    internal static IReadOnlyList<PricedEnergy> Add(IReadOnlyList<PricedEnergy>? before, IEnumerable<PricedEnergy> more) =>
        [.. (before ?? []).Concat(more).GroupBy(one => one.FenPerKwh).Select(same => new PricedEnergy(same.Key, same.Sum(one => one.Wh)))];

    internal string Words(string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Wh / 1000:0.00} {unit} × {FenPerKwh / 100:0.00##}");
}
