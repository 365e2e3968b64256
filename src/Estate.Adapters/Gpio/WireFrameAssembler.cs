using System.Runtime.InteropServices;

namespace Estate.Adapters.Gpio;

/// <summary>A pulse: when it began, its number among all pulses of the reader, counted from 1, and its wire.</summary>
internal readonly record struct WireEdge(long TimestampNs, uint Number, bool IsOne);

/// <summary>
/// Pulses of a Wiegand reader into frames. Only the pulses' own timestamps separate frames, so a thread that was held
/// up neither merges nor splits them. No I/O, no clock; for one thread.
/// </summary>
internal sealed class WireFrameAssembler(TimeSpan gap, Action<WireFrame> read, Action<string> discarded)
{
    internal const string SequenceGap = "sequence_gap";
    internal const string Noise = "noise";
    internal const string TooLong = "too_long";
    internal const string Flood = "flood";

    private const int MaxBits = 64;
    private const int MaxPending = 1024;
    private const long MinSpacingNs = 100_000;

    private readonly long _gapNs = Monotonic.Nanoseconds(gap);
    private readonly List<WireEdge> _pending = [];
    private readonly FloodGuard _flood = new();
    private long _latestNs;
    private uint _lastNumber;
    private bool _isEndless;

    /// <summary>When the frame under way is over if no pulse comes; null when there is none.</summary>
    internal long? DueNs => _pending.Count == 0 ? null : _latestNs + _gapNs + 1;

    /// <summary>The wires were taken again: the numbers begin again, and half a frame is none.</summary>
    internal void Restart()
    {
        _pending.Clear();
        (_lastNumber, _isEndless) = (0, false);
    }

    internal void Add(WireEdge edge)
    {
        _latestNs = _pending.Count == 0 ? edge.TimestampNs : Math.Max(_latestNs, edge.TimestampNs);
        _pending.Add(edge);
        if (_pending.Count >= MaxPending)
            Flush(_latestNs);
    }

    /// <summary>Hands over what is complete. All pulses up to <paramref name="nowNs"/> must have been added before.</summary>
    internal void Flush(long nowNs)
    {
        // Each wire has its own interrupt thread in the kernel: their pulses can come in the wrong order.
        _pending.Sort(static (one, other) => one.TimestampNs.CompareTo(other.TimestampNs));
        var edges = CollectionsMarshal.AsSpan(_pending);
        var start = 0;
        for (var i = 0; i < edges.Length; i++)
        {
            var next = i + 1 < edges.Length ? edges[i + 1].TimestampNs : nowNs;
            if (next - edges[i].TimestampNs <= _gapNs)
                continue;
            Complete(edges[start..(i + 1)]);
            start = i + 1;
        }
        _pending.RemoveRange(0, start);
        if (_pending.Count > MaxBits)
            GiveUp();
    }

    private void Complete(ReadOnlySpan<WireEdge> frame)
    {
        var reason = _isEndless ? null : FindDefect(frame);
        var isGood = reason is null && !_isEndless;
        _isEndless = false;
        Advance(frame);
        if (reason is not null)
            discarded(reason);
        else if (isGood)
            read(Decode(frame));
    }

    /// <summary>Too long already: reported at once, since noise may never pause, and the rest of it is dropped unseen.</summary>
    private void GiveUp()
    {
        if (!_isEndless)
            discarded(_flood.Admit(_latestNs) ? TooLong : Flood);
        _isEndless = true;
        Advance(CollectionsMarshal.AsSpan(_pending));
        _pending.RemoveRange(0, _pending.Count - 1);
    }

    private string? FindDefect(ReadOnlySpan<WireEdge> frame)
    {
        if (!_flood.Admit(frame[0].TimestampNs))
            return Flood;
        if (frame.Length > MaxBits)
            return TooLong;
        foreach (var edge in frame)
            if (unchecked(edge.Number - _lastNumber - 1) >= frame.Length)
                return SequenceGap;
        for (var i = 1; i < frame.Length; i++)
            if (frame[i].TimestampNs - frame[i - 1].TimestampNs < MinSpacingNs)
                return Noise;
        return null;
    }

    private void Advance(ReadOnlySpan<WireEdge> frame)
    {
        // The difference as a signed number: right across the wrap, and never back to a straggler's number.
        var furthest = 0;
        foreach (var edge in frame)
            furthest = Math.Max(furthest, unchecked((int)(edge.Number - _lastNumber)));
        _lastNumber = unchecked(_lastNumber + (uint)furthest);
    }

    private static WireFrame Decode(ReadOnlySpan<WireEdge> frame)
    {
        var bits = 0UL;
        foreach (var edge in frame)
            bits = (bits << 1) | (edge.IsOne ? 1UL : 0UL);
        return new(bits, frame.Length);
    }
}
