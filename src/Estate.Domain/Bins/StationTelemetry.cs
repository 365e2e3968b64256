using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>Level of one compartment, 0 empty to 1 full; null when the sensor has no value (blocked, tilted, out of range).</summary>
internal sealed record FillReading(WasteCategory Category, double? Fill) : StationReading
{
    public override Rejection? Fault => OutOfRange("fill", Fill ?? 0, 0, 1);

    public override bool IsFlagged => Fill is null;
}

/// <summary>Of a level sensor of another make: percent of what it holds, or volts where it knows no more.</summary>
internal sealed record BatteryReading(double? Pct, double? Volts) : StationReading
{
    public override Rejection? Fault => OutOfRange("battery_pct", Pct ?? 0, 0, 100) ?? OutOfRange("battery_v", Volts ?? 0, 0, 60);
}

internal sealed record ClimateReading(double TemperatureC) : StationReading
{
    public override Rejection? Fault => OutOfRange("temperature_c", TemperatureC, -60, 400);
}
