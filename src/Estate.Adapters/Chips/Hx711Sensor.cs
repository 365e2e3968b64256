using Estate.Adapters.Gpio;

namespace Estate.Adapters.Chips;

/// <summary>
/// Weight by a HX711: 24 bits, clocked out by hand. The library waits for ever for a chip that is gone, takes what lies on the
/// scale at its start for nothing, and does not see that a clock held high for 60 µs has reset the chip; so it is read here.
/// </summary>
internal sealed class Hx711Sensor : ISensorChip
{
    private const int Clock = 0;
    private const int Data = 1;
    private const int Bits = 24;
    private const int Tries = 10;
    private const int Highest = 0x7F_FFFF;

    /// <summary>It measures ten times a second.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>With 60 it switches itself off.</summary>
    private static readonly TimeSpan MaxHigh = TimeSpan.FromMicroseconds(50);

    private readonly ChipLines _lines;
    private readonly double _zero;
    private readonly double _countsPerGram;

    /// <param name="zero">Counts with nothing on the scale.</param>
    internal Hx711Sensor(ChipLines lines, double zero, double countsPerGram)
    {
        (_lines, _zero, _countsPerGram) = (lines, zero, countsPerGram);
        lines.OpenOutput(Clock);
        lines.OpenInput(Data);
    }

    /// <summary>Null beyond what it can measure: its numbers stop there.</summary>
    public double? Measure() => Median.OfThree(() =>
    {
        for (var attempt = 0; attempt < Tries; attempt++)
            if (TryRead(out var counts))
                return counts is > -Highest and < Highest ? (counts - _zero) / _countsPerGram : null;
        throw new IOException("this machine is too busy to clock it: no reading without a pause of 50 µs");
    });

    /// <summary>By some twenty counts.</summary>
    public bool IsNoisy => true;

    public void Dispose() => _lines.Dispose();

    /// <returns>False when the process was held up meanwhile.</returns>
    private bool TryRead(out int counts)
    {
        if (!_lines.WaitForLow(Data, Longest))
            throw new IOException("it never has a reading");
        var word = 0;
        var isWhole = true;
        for (var bit = 0; bit < Bits; bit++)
            isWhole &= TryClock(out word, word);
        // One more chooses the first input and the highest gain for the next time; the data line goes high with it.
        isWhole &= TryClock(out _, 0);
        if (isWhole && !_lines.IsHigh(Data))
            throw new IOException("its data line does not answer the clock");
        counts = (word ^ 0x80_0000) - 0x80_0000;
        return isWhole;
    }

    private bool TryClock(out int word, int before)
    {
        var began = TimeProvider.System.GetTimestamp();
        _lines.Drive(Clock, true);
        var isSet = _lines.IsHigh(Data);
        _lines.Drive(Clock, false);
        word = before << 1 | (isSet ? 1 : 0);
        return TimeProvider.System.GetElapsedTime(began) < MaxHigh;
    }
}
