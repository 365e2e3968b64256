using Estate.Domain.Devices;

namespace Estate.Domain.Monitors;

/// <summary>What a sensor of doors, water, smoke, climate or passers-by says; null is "not said".</summary>
public sealed record MonitorReading : IReading
{
    public bool? Open { get; init; }
    public bool? Leak { get; init; }
    public bool? Smoke { get; init; }
    public bool? Tampered { get; init; }
    public bool? Tilted { get; init; }

    /// <summary>Somebody pressed its test button: what it reports with it is none.</summary>
    public bool IsTest { get; init; }
    public double? TemperatureC { get; init; }
    public double? HumidityPct { get; init; }
    public double? BatteryPct { get; init; }

    /// <summary>Passages ever counted, each way.</summary>
    public double? In { get; init; }
    public double? Out { get; init; }

    /// <summary>How its button was pressed: short, long or double.</summary>
    public string? Pressed { get; init; }

    public Rejection? Fault => null;

    public bool IsUrgent => !IsTest && (Smoke == true || Leak == true);
}
