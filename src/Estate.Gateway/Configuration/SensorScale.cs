namespace Estate.Gateway.Configuration;

/// <summary>What an entry makes of its sensor's values, and the unit of that.</summary>
/// <param name="Of">Null when the sensor has no value, or the scale cannot convert it.</param>
internal sealed record SensorScale(string Unit, Func<double?, double?> Of);
