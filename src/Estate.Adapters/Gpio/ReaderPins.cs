using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>Both wires of a Wiegand reader, watched together: which pulsed first is the card's number.</summary>
internal sealed class ReaderPins : IHeldPin, IEdgeListener
{
    private readonly PinReader _reader;
    private readonly WireFrameAssembler _assembler;
    private IEdgeStream? _stream;
    private int _ones;

    internal ReaderPins(PinReader reader, Action<string, WireFrame> read, Action<string, string> discarded)
    {
        _reader = reader;
        _assembler = new(reader.FrameGap, frame => read(reader.Name, frame), reason => discarded(reader.Name, reason));
    }

    public string Name => _reader.Name;

    public IReadOnlyList<LineAddress> Lines => [_reader.Data0, _reader.Data1];

    public long? DueNs => _assembler.DueNs;

    public void Attach(GpioController controller, IEdgeStreams streams, IReadOnlyList<int> offsets)
    {
        _ones = offsets[1];
        _assembler.Restart();
        _stream = streams.Watch(offsets, _reader.Bias, PinEventTypes.Falling, this);
    }

    public void Probe() => _stream?.Check();

    public void Detach()
    {
        _stream?.Dispose();
        _stream = null;
    }

    public void Add(in LineEdge edge) => _assembler.Add(new(edge.TimestampNs, edge.Number, edge.Pin == _ones));

    public void Complete(long nowNs) => _assembler.Flush(nowNs);
}
