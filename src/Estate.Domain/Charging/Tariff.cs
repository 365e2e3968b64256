using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>Fen for energy and for the service, separately as 价费分离 asks; both per kilowatt hour.</summary>
internal sealed record Tariff(double EnergyFenPerKwh, double ServiceFenPerKwh)
{
    /// <summary>Whole fen, each line rounded separately, halves away from zero.</summary>
    public Charge For(double energyWh) => new(Fen(energyWh, EnergyFenPerKwh), Fen(energyWh, ServiceFenPerKwh));

    private static long Fen(double energyWh, double perKwh) =>
        (long)Math.Round((decimal)energyWh / 1000 * (decimal)perKwh, MidpointRounding.AwayFromZero);
}

/// <summary>What a session costs, as two lines.</summary>
public sealed record Charge(long EnergyFen, long ServiceFen)
{
    public Text Describe() => new(
        $"电费 {Yuan(EnergyFen)} 元，服务费 {Yuan(ServiceFen)} 元",
        $"energy {Yuan(EnergyFen)} yuan, service {Yuan(ServiceFen)} yuan");

    private static string Yuan(long fen) => (fen / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
