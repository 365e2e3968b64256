using System.Numerics;

namespace Estate.FirmwareSim;

/// <summary>What a 26-bit reader sends for a card's 24 bits: even parity, the bits, odd parity, as 0 and 1.</summary>
public static class WiegandFrame
{
    /// <summary>The card as the wire protocol writes it.</summary>
    public static string CardOf(uint data) => $"W26:{data:X6}";

    public static string Of(uint data)
    {
        var even = BitOperations.PopCount(data >> 12) % 2;
        var odd = 1 - (BitOperations.PopCount(data & 0xFFF) % 2);
        return $"{even}{Convert.ToString(data & 0xFFFFFF, 2).PadLeft(24, '0')}{odd}";
    }
}
