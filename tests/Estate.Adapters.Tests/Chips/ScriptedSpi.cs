using System.Collections.Concurrent;
using System.Device.Spi;

namespace Estate.Adapters.Tests.Chips;

/// <summary>Four MAX7219 in a row: what each holds in its eight digit registers.</summary>
internal sealed class ScriptedSpi : SpiDevice
{
    private readonly ConcurrentDictionary<(int Chip, int Register), byte> _registers = new();

    public override SpiConnectionSettings ConnectionSettings { get; } = new(0, 0);

    /// <summary>Lit points of each matrix, first to last.</summary>
    internal IReadOnlyList<int> Lit =>
        [.. Enumerable.Range(0, 4)
        .Select(chip =>
            _registers.Where(one => one.Key.Chip == chip && one.Key.Register is >= 1 and <= 8).Sum(one => int.PopCount(one.Value)))];

    internal byte Register(int chip, int register) => _registers.GetValueOrDefault((chip, register));

    /// <summary>Pairs of register and value; the first pair goes through to the last chip.</summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (var i = 0; i < buffer.Length / 2; i++)
            _registers[((buffer.Length / 2) - 1 - i, buffer[2 * i])] = buffer[(2 * i) + 1];
    }

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => Write(writeBuffer);
}
