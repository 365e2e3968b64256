using System.Device.Spi;

namespace Estate.Adapters.Tests.Chips;

/// <summary>
/// WS2812 lights in a row: three bits of the bus are one of theirs, highest first, green before red before blue; then 50 µs of nothing.
/// </summary>
internal sealed class ScriptedLights(int count) : SpiDevice
{
    private const int BitsPerLight = 24;

    /// <summary>50 µs at 2.4 MHz.</summary>
    private const int ResetBits = 120;

    private volatile byte[] _last = [];

    public override SpiConnectionSettings ConnectionSettings { get; } = new(0, 0);

    internal volatile bool IsClosed;

    /// <summary>Red, green, blue of each; none before the first was told.</summary>
    internal IReadOnlyList<(int Red, int Green, int Blue)> Colours
    {
        get
        {
            var bits = _last.SelectMany(one => Enumerable.Range(0, 8).Select(bit => (one >> (7 - bit)) & 1)).ToList();
            if (bits.Count == 0)
                return [];
            var rest = bits.Skip(count * BitsPerLight * 3).ToList();
            if (rest.Count < ResetBits || rest.Contains(1))
                throw new InvalidOperationException("the lights do not see its end");
            return [.. bits.Take(count * BitsPerLight * 3).Chunk(3).Select(Bit)
                .Chunk(8).Select(octet => octet.Aggregate(0, (value, bit) => value << 1 | bit))
                .Chunk(3).Select(light => (light[1], light[0], light[2]))];
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _last = buffer.ToArray();

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsClosed = true;
        base.Dispose(disposing);
    }

    private static int Bit(int[] pulse) => pulse switch
    {
        [1, 0, 0] => 0,
        [1, 1, 0] => 1,
        _ => throw new InvalidOperationException($"no bit of theirs: {string.Join("", pulse)}"),
    };
}
