using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>What a session costs, as two lines.</summary>
public sealed record Charge(long EnergyFen, long ServiceFen)
{
    /// <summary>Its energy by price, where that changes over the day; null where it does not.</summary>
    public IReadOnlyList<PricedEnergy>? Parts { get; init; }

    public Text Describe()
    {
        var parts = Parts is { Count: > 1 } several
            ? new Text(
                $"（{string.Join('，', several.Select(one => one.Words("度")))}）",
                $" ({string.Join(", ", several.Select(one => one.Words("kWh")))})")
            : Text.Same("");
        return new(
            $"电费 {Yuan(EnergyFen)} 元{parts.Zh}，服务费 {Yuan(ServiceFen)} 元",
            $"energy {Yuan(EnergyFen)} yuan{parts.En}, service {Yuan(ServiceFen)} yuan");
    }

    private static string Yuan(long fen) => (fen / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
