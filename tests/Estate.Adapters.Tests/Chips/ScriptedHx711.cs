using Estate.Adapters.Tests.Gpio;

namespace Estate.Adapters.Tests.Chips;

/// <summary>A HX711 on lines 6 (clock) and 7 (data): a word, its highest bit first, and again as soon as it was fetched.</summary>
internal sealed class ScriptedHx711
{
    private readonly ScriptedDriver _lines;
    private readonly int _word;
    private int _clocks;

    internal ScriptedHx711(ScriptedDriver lines, int word)
    {
        (_lines, _word) = (lines, word);
        (lines.Driven, lines.Awaited) = (Clocked, () => lines.Set(7, false));
    }

    private void Clocked(int pin, bool high)
    {
        if (pin != 6)
            return;
        if (high)
            _lines.Set(7, ++_clocks > 24 || (_word >> (24 - _clocks) & 1) != 0);
        else if (_clocks == 25)
            // High until the next measurement, which is there when it is waited for.
            _clocks = 0;
    }
}
