namespace Estate.Adapters.Gpio;

/// <summary>
/// Both wires of a reader in one request, so that the kernel numbers their pulses together. Falling edges only: asked
/// for both, the kernel reads the level after the interrupt, when a pulse of 50 µs is long over.
/// </summary>
internal sealed class HeldReader : HeldLines
{
    private readonly WireFrameAssembler _assembler;
    private readonly uint _onesOffset;

    internal HeldReader(LineRequest request, PinReader reader, int onesOffset, IPins port)
        : base(request, [reader.Name])
    {
        _onesOffset = (uint)onesOffset;
        _assembler = new(
            reader.FrameGap,
            frame => port.FrameRead?.Invoke(reader.Name, frame),
            reason => port.FrameDiscarded?.Invoke(reader.Name, reason));
    }

    internal override long? DueNs => _assembler.DueNs;

    protected override int LineCount => 2;

    internal static KernelAbi.Config Config(PinReader reader) =>
        new() { Flags = KernelAbi.Input | KernelAbi.EdgeFalling | KernelAbi.Bias(reader.Bias) };

    protected override void Take(in KernelAbi.Event found) =>
        _assembler.Add(new((long)found.TimestampNs, found.Number, found.Offset == _onesOffset));

    protected override void Settle(long nowNs) => _assembler.Flush(nowNs);
}
