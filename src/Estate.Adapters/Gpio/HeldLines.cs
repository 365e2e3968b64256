namespace Estate.Adapters.Gpio;

/// <summary>Lines held in one request. All members are for the reading thread.</summary>
internal abstract class HeldLines(LineRequest request, IReadOnlyList<string> names) : IDisposable
{
    private const int EventsPerRead = 64;
    private const int ReadsPerTurn = 16;

    private string? _fault;

    internal IReadOnlyList<string> Names => names;

    internal int Descriptor => request.Descriptor;

    /// <summary>The chip was taken away: nothing can be done with these lines any more.</summary>
    internal bool IsGone { get; private set; }

    /// <summary>The lines are held, but the chip does not answer.</summary>
    internal virtual string? Fault => _fault;

    /// <summary>When this wants to be called though no event came; null: it does not.</summary>
    internal virtual long? DueNs => null;

    protected LineRequest Request => request;

    /// <summary>Reads what waits. Bounded: a line full of noise must not starve the others.</summary>
    internal void ReadEvents(long nowNs)
    {
        Span<KernelAbi.Event> events = stackalloc KernelAbi.Event[EventsPerRead];
        for (var turn = 0; turn < ReadsPerTurn; turn++)
        {
            var error = request.Read(events, out var count);
            foreach (ref readonly var found in events[..count])
                Take(in found);
            if (error is not (LibC.TryAgain or LibC.Interrupted))
                Note(error);
            if (count < EventsPerRead)
            {
                Settle(nowNs);
                return;
            }
        }
    }

    /// <summary>Asks the chip for the levels; this is how a removed chip shows itself while nothing moves.</summary>
    internal void Probe()
    {
        var error = request.GetValues(ulong.MaxValue >> (64 - LineCount), out var bits);
        Note(error);
        if (error == 0)
            Accept(bits);
    }

    internal void MarkGone() => IsGone = true;

    public virtual void Dispose() => request.Dispose();

    protected virtual int LineCount => names.Count;

    protected virtual void Take(in KernelAbi.Event found)
    {
    }

    /// <summary>All events that happened before <paramref name="nowNs"/> have been taken.</summary>
    protected virtual void Settle(long nowNs)
    {
    }

    protected virtual void Accept(ulong bits)
    {
    }

    private void Note(int error)
    {
        if (error == LibC.NoDevice)
            IsGone = true;
        _fault = error == 0 ? null : $"{string.Join(", ", names)} cannot be read: {LibC.Describe(error)}; look at the wiring and supply of the chip";
    }
}
