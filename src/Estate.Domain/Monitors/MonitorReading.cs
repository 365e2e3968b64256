using System.Text.Json.Serialization;
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

    /// <summary>Where none may be.</summary>
    public bool? EBike { get; init; }
    public bool? BikeBattery { get; init; }

    /// <summary>Where the camera keeps its picture of that.</summary>
    public string? Picture { get; init; }

    /// <summary>Somebody pressed its test button: what it reports with it is none.</summary>
    [JsonPropertyName("testing")]
    public bool IsTest { get; init; }
    public double? TemperatureC { get; init; }
    public double? HumidityPct { get; init; }
    public double? BatteryPct { get; init; }

    /// <summary>Passages ever counted, each way.</summary>
    public double? In { get; init; }
    public double? Out { get; init; }

    /// <summary>How its button was pressed: short, long or double.</summary>
    public string? Pressed { get; init; }

    public Rejection? Fault =>
        Beyond(ProfiledMonitor.Temperature, TemperatureC) ?? Beyond(ProfiledMonitor.Humidity, HumidityPct)
        ?? Beyond(ProfiledMonitor.Battery, BatteryPct) ?? Beyond(ProfiledMonitor.In, In) ?? Beyond(ProfiledMonitor.Out, Out)
        ?? (Pressed is null || ProfiledMonitor.Pressed.Words.Contains(Pressed) ? null
            : new Rejection(RejectReason.BadMember, "pressed is " + string.Join(" or ", ProfiledMonitor.Pressed.Words)))
        ?? (Picture is null || PictureReference.IsOne(Picture) ? null
            : new Rejection(RejectReason.BadMember, "picture says where it is, in at most 80 of a-z A-Z 0-9 . _ : / -; never the picture"));

    public bool IsUrgent => !IsTest && (Smoke == true || Leak == true);

    private static Rejection? Beyond(ReadingField field, double? value) => !(value < field.Min) && !(value > field.Max) ? null
        : new(RejectReason.BadMember, FormattableString.Invariant($"{field.Name} is {field.Min:0} to {field.Max:0}"));
}
