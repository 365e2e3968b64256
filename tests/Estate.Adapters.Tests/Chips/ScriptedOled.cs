namespace Estate.Adapters.Tests.Chips;

/// <summary>A SSD1306: eight pages of 128 columns, noise when it is switched on, written in the window that was set.</summary>
internal sealed class ScriptedOled : ScriptedI2c
{
    private readonly byte[] _memory = new byte[8 * 128];
    private int _first;
    private int _last = 7;
    private int _at;
    private int _rows = 64;

    internal ScriptedOled() => Array.Fill(_memory, (byte)0xA5);

    /// <summary>Lit points of each quarter, left to right, of the rows that are shown.</summary>
    internal IReadOnlyList<int> Lit
    {
        get
        {
            lock (_memory)
                return [.. Enumerable.Range(0, 4)
                    .Select(quarter => Shown.Where(i => i % 128 / 32 == quarter).Sum(i => int.PopCount(_memory[i])))];
        }
    }

    internal int FirstLitPage => Shown.First(i => _memory[i] != 0) / 128;

    private IEnumerable<int> Shown => Enumerable.Range(0, _rows * 16);

    protected override void Answer(Span<byte> buffer) => buffer.Clear();

    /// <summary>0x00 goes before a command, 0x40 before points; 0xA8 sets the rows, 0x22 the pages.</summary>
    protected override void OnWrite(ReadOnlySpan<byte> buffer)
    {
        lock (_memory)
            if (buffer[0] == 0x40)
                foreach (var points in buffer[1..])
                {
                    _memory[(_first * 128) + _at] = points;
                    _at = (_at + 1) % ((_last - _first + 1) * 128);
                }
            else if (buffer[1] == 0xA8)
                _rows = buffer[2] + 1;
            else if (buffer[1] == 0x22)
                (_first, _last, _at) = (buffer[2], buffer[3], 0);
    }
}
