using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Monitors;

/// <summary>A sensor as last known; null is unknown, or a sense it does not have.</summary>
public sealed record MonitorState
{
    public bool? Open { get; init; }
    public bool? Leak { get; init; }
    public bool? Smoke { get; init; }
    public bool? Tampered { get; init; }
    public bool? Tilted { get; init; }
    public bool? HeldOpen { get; init; }
    public bool? EBike { get; init; }
    public bool? BikeBattery { get; init; }
    public double? TemperatureC { get; init; }
    public double? HumidityPct { get; init; }
    public double? BatteryPct { get; init; }
    public double? In { get; init; }
    public double? Out { get; init; }

    /// <summary>When the newest reading was so; an older one changes nothing.</summary>
    public Instant? At { get; init; }

    /// <summary>They begin anew with a start.</summary>
    [JsonIgnore]
    internal MonitorTimers Timers { get; init; } = MonitorTimers.None;
}
