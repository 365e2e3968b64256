namespace Estate.Domain.Devices;

/// <summary>
/// A value that a sensor measures, and the reading it becomes. Null, from a sensor that works and has no value, may also become a reading,
/// too, or none.
/// </summary>
public sealed record Gauge(string Unit, Func<double?, IReading?> Read)
{
    /// <summary>0 to 1: how full, by whatever a sensor measures.</summary>
    public const string Share = "share";

    public const string Celsius = "°C";
    public const string Ampere = "A";
}
