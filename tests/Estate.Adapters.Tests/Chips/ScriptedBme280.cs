namespace Estate.Adapters.Tests.Chips;

/// <summary>A BME280 with the calibration of the data sheet's example.</summary>
internal sealed class ScriptedBme280(int raw) : ScriptedRegisters(1, Registers(raw))
{
    private const int Control = 0xF4;
    private const int Highest = 0xFA;

    /// <summary>Until it is set up again: it measures nothing, and says 0x80000 (data sheet, 5.4.5).</summary>
    internal void LosePower() => OnWrite([Control, 0]);

    protected override int At(int register) => base.At(Control) >> 5 != 0 ? base.At(register) : register switch
    {
        Highest => 0x80,
        > Highest => 0,
        _ => base.At(register),
    };

    /// <summary>The data sheet's own, for whole numbers, in hundredths of a degree.</summary>
    internal static double Celsius(int raw)
    {
        var (t1, t2, t3) = (27_504, 26_435, -1_000);
        var first = (((raw >> 3) - (t1 << 1)) * t2) >> 11;
        var second = (((((raw >> 4) - t1) * ((raw >> 4) - t1)) >> 12) * t3) >> 14;
        return ((((first + second) * 5) + 128) >> 8) / 100.0;
    }

    private static Dictionary<int, int> Registers(int raw)
    {
        var values = new Dictionary<int, int>
        {
            [0xD0] = 0x60,
            [Highest] = raw >> 12,
            [Highest + 1] = raw >> 4 & 0xFF,
            [Highest + 2] = (raw & 0xF) << 4,
        };
        foreach (var (value, i) in new[] { 27_504, 26_435, -1_000, 36_477, -10_685, 3_024, 2_855, 140, -7, 15_500, -14_600, 6_000 }.Select(
                (value, i) => (value, i)))
            (values[0x88 + (2 * i)], values[0x89 + (2 * i)]) = (value & 0xFF, value >> 8 & 0xFF);
        return values;
    }
}
