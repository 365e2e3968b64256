using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Estate.Domain.Charging;

/// <summary>
/// One socket as measured; null is "not measured", never zero. Watt, ampere, volt, watt hours of a register that only grows,
/// degrees Celsius, milliampere of residual current.
/// </summary>
public sealed record SocketReading(int Socket)
{
    /// <summary>Closed means power can flow.</summary>
    public bool? Closed { get; init; }
    public double? PowerW { get; init; }
    public double? CurrentA { get; init; }
    public double? VoltageV { get; init; }
    public double? EnergyWh { get; init; }
    public double? TempC { get; init; }
    public double? ResidualMa { get; init; }

    /// <summary>The order the board works on, where it knows one.</summary>
    public string? Order { get; init; }

    /// <summary>Protections of the device's own that are active; it alone knows when they are over.</summary>
    [JsonIgnore]
    internal ImmutableArray<ProtectionKind> Tripped { get; init; } = [];

    internal bool Says(ProtectionKind kind) => Tripped.Contains(kind);

    /// <summary>For plugs that report each value separately: what is missing here stays as it was.</summary>
    internal SocketReading Over(SocketReading? before) => before is null ? this : this with
    {
        Closed = Closed ?? before.Closed,
        PowerW = PowerW ?? before.PowerW,
        CurrentA = CurrentA ?? before.CurrentA,
        VoltageV = VoltageV ?? before.VoltageV,
        EnergyWh = EnergyWh ?? before.EnergyWh,
        TempC = TempC ?? before.TempC,
    };

    /// <summary>The same without what cannot be; <paramref name="refused"/> gets the name of each such value.</summary>
    internal SocketReading Plausible(Action<string, double> refused)
    {
        return this with
        {
            PowerW = Within("power_w", PowerW, 0, 1e6),
            CurrentA = Within("current_a", CurrentA, 0, 1e4),
            VoltageV = Within("voltage_v", VoltageV, 0, 1000),
            EnergyWh = Within("energy_wh", EnergyWh, 0, 1e12),
            TempC = Temperature(TempC, refused),
            ResidualMa = Within("residual_ma", ResidualMa, 0, 1e5),
        };

        double? Within(string name, double? value, double min, double max)
        {
            if (value is null || (value >= min && value <= max))
                return value;
            refused(name, value.Value);
            return null;
        }
    }

    /// <summary>255 is what boards send that have no sensor.</summary>
    internal static double? Temperature(double? value, Action<string, double> refused)
    {
        const double noSensor = 255;
        if (value is null or noSensor)
            return null;
        if (value is >= -60 and <= 600)
            return value;
        refused("temp_c", value.Value);
        return null;
    }
}
