namespace Estate.Adapters.Gpio;

/// <summary>A reader without wires: a frame becomes pulses as a reader would send them, delivered instantly.</summary>
internal sealed class SimulatedReader
{
    private const long SpacingNs = 2 * Monotonic.Millisecond;

    private readonly long _gapNs;
    private readonly WireFrameAssembler _assembler;
    private long _freeAtNs;
    private uint _number;
    private string? _reason;

    internal SimulatedReader(PinReader reader, Func<PinEvents> events)
    {
        _gapNs = Monotonic.Nanoseconds(reader.FrameGap);
        _assembler = new(reader.FrameGap, frame => events().FrameRead(reader.Name, frame), reason =>
        {
            _reason = reason;
            events().FrameDiscarded(reader.Name, reason);
        });
    }

    /// <returns>Null, or the reason why the frame was discarded.</returns>
    internal string? Play(string bits, long nowNs)
    {
        _reason = null;
        // A real reader cannot begin a frame while its last one is still on the wires.
        var at = Math.Max(nowNs, _freeAtNs);
        foreach (var bit in bits)
        {
            _assembler.Add(new(at, unchecked(++_number), bit == '1'));
            at += SpacingNs;
        }
        _freeAtNs = at + _gapNs;
        _assembler.Flush(_freeAtNs);
        return _reason;
    }
}
