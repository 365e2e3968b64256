using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>Fen for energy and for the service, separately as 价费分离 asks; both per kilowatt hour.</summary>
public sealed record Tariff(double EnergyFenPerKwh, double ServiceFenPerKwh)
{
    internal const string Energy = "energy_fen_per_kwh", Service = "service_fen_per_kwh";

    /// <summary>100 yuan for a kilowatt hour.</summary>
    private const double MaxFen = 10_000;

    /// <summary>A charger's, from its lines of the inventory; null where it has no price.</summary>
    /// <exception cref="FormatException">A price that cannot be.</exception>
    public static Tariff? Of(DeviceSettings settings) =>
        settings.Values.ContainsKey(Energy) || settings.Values.ContainsKey(Service)
            ? new(settings.Number(Energy, 0, 0, MaxFen), settings.Number(Service, 0, 0, MaxFen)) : null;

    /// <summary>What somebody pays in the end for a kilowatt hour.</summary>
    public Text Describe()
    {
        var yuan = ((EnergyFenPerKwh + ServiceFenPerKwh) / 100).ToString("0.00##", CultureInfo.InvariantCulture);
        return ServiceFenPerKwh > 0
            ? new($"每度 {yuan} 元，含服务费", $"{yuan} yuan per kWh, service included")
            : new($"每度 {yuan} 元", $"{yuan} yuan per kWh");
    }

    /// <summary>Whole fen, each line rounded separately, halves away from zero.</summary>
    internal Charge For(double energyWh) => new(Fen(energyWh, EnergyFenPerKwh), Fen(energyWh, ServiceFenPerKwh));

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
