namespace Estate.FirmwareSim;

/// <summary>
/// A lithium battery behind its own charger: constant power until nearly full, then less and less, then a few watts of float.
/// </summary>
/// <param name="capacityWh">Such as 48 V × 20 Ah = 960 Wh.</param>
/// <param name="powerW">While it is not nearly full.</param>
/// <param name="level">0 empty to 1 full, when it is plugged in.</param>
public sealed class BikeBattery(double capacityWh, double powerW, double level)
{
    private const double TaperFrom = 0.85;
    private const double TaperOver = 0.06;
    private const double FloatW = 14;

    public double Level { get; private set; } = level;

    public double PowerW => Math.Max(FloatW, Level < TaperFrom ? powerW : powerW * Math.Exp(-(Level - TaperFrom) / TaperOver));

    public void Charge(double seconds) => Level = Math.Min(1, Level + (PowerW * seconds / 3600 / capacityWh));
}
