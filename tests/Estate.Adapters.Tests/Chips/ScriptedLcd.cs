namespace Estate.Adapters.Tests.Chips;

/// <summary>
/// A HD44780 behind a PCF8574: half bytes in the upper four bits, taken when the enable bit falls; the lowest says data or command.
/// </summary>
internal sealed class ScriptedLcd : ScriptedI2c
{
    private readonly char[] _letters = [.. Enumerable.Repeat(' ', 128)];
    private int _before;
    private int? _half;
    private int _address;

    internal string FirstLine
    {
        get
        {
            lock (_letters)
                return new(_letters, 0, 16);
        }
    }

    protected override void Answer(Span<byte> buffer) => buffer.Clear();

    protected override void OnWrite(ReadOnlySpan<byte> buffer)
    {
        foreach (var now in buffer)
        {
            if ((_before & 0x04) != 0 && (now & 0x04) == 0)
                Half(now >> 4, (now & 0x01) != 0);
            _before = now;
        }
    }

    private void Half(int bits, bool isData)
    {
        if (_half is not { } high)
        {
            _half = bits;
            return;
        }
        _half = null;
        var value = high << 4 | bits;
        lock (_letters)
            if (isData)
                _letters[_address++ & 0x7F] = (char)value;
            else if (value == 0x01)
                Array.Fill(_letters, ' ');
            else if ((value & 0x80) != 0)
                _address = value & 0x7F;
    }
}
