namespace Estate.Adapters.Gpio;

/// <summary>Waits on many files at once.</summary>
internal sealed unsafe class LinePoll(WakeSignal wake)
{
    private LibC.PollEntry[] _entries = [];

    /// <summary>Until an event, a removed chip, the signal, or the time is over; marks lines whose chip is gone.</summary>
    /// <returns>The lines that have something to read.</returns>
    internal IReadOnlyList<HeldLines> Wait(IReadOnlyList<HeldLines> held, long timeoutNs)
    {
        if (_entries.Length != held.Count + 1)
            _entries = new LibC.PollEntry[held.Count + 1];
        _entries[0] = new() { Descriptor = wake.Descriptor, Wanted = LibC.PollIn };
        for (var i = 0; i < held.Count; i++)
            _entries[i + 1] = new() { Descriptor = held[i].Descriptor, Wanted = LibC.PollIn };
        int ready;
        fixed (LibC.PollEntry* entries = _entries)
            ready = LibC.Poll(entries, (nuint)_entries.Length, Limit(timeoutNs), null);
        if (ready <= 0)
            return [];
        var readable = new List<HeldLines>();
        for (var i = 0; i < held.Count; i++)
        {
            if ((_entries[i + 1].Seen & LibC.PollErrorOrHangUp) != 0)
                held[i].MarkGone();
            else if ((_entries[i + 1].Seen & LibC.PollIn) != 0)
                readable.Add(held[i]);
        }
        return readable;
    }

    private static LibC.TimeSpec Limit(long nanoseconds)
    {
        var (seconds, rest) = Math.DivRem(Math.Clamp(nanoseconds, 0, Monotonic.Second), Monotonic.Second);
        return new() { Seconds = (nint)seconds, Nanoseconds = (nint)rest };
    }
}
