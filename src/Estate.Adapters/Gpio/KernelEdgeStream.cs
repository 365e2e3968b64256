namespace Estate.Adapters.Gpio;

/// <summary>Several lines in one request: one file, one ring of 1,024 edges, one numbering.</summary>
internal sealed class KernelEdgeStream(
    LineRequest request, IReadOnlyList<int> pins, IEdgeListener listener, Action<KernelEdgeStream> forget)
    : IEdgeStream, IEventSource
{
    private const int EventsPerRead = 64;
    private const int ReadsPerTurn = 16;

    public int Descriptor => request.Descriptor;

    public long? DueNs => listener.DueNs;

    public void Check() => request.GetValues(ulong.MaxValue >> (KernelAbi.MaxLines - pins.Count));

    /// <summary>Bounded: wires full of noise must not starve the others.</summary>
    public void Serve(long nowNs)
    {
        Span<KernelAbi.Event> events = stackalloc KernelAbi.Event[EventsPerRead];
        for (var turn = 0; turn < ReadsPerTurn; turn++)
        {
            var count = request.Read(events);
            foreach (ref readonly var found in events[..count])
                listener.Add(new((long)found.TimestampNs, found.Number, (int)found.Offset, found.Id == KernelAbi.RisingEvent));
            if (count == EventsPerRead)
                continue;
            listener.Complete(nowNs);
            return;
        }
    }

    public void Dispose()
    {
        forget(this);
        request.Dispose();
    }
}
