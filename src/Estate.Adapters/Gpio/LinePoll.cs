namespace Estate.Adapters.Gpio;

internal enum FileState
{
    Silent,
    Readable,
    Lost,
}

/// <summary>Waits on many files at once. For one thread.</summary>
internal sealed unsafe class LinePoll(WakeSignal wake)
{
    private LibC.PollEntry[] _entries = [];
    private FileState[] _states = [];

    /// <summary>Until one has something to say, the signal, or the time is over; at most a second.</summary>
    /// <returns>How each is, in the same order; good until the next call.</returns>
    internal ReadOnlySpan<FileState> Wait(IReadOnlyList<IEventSource> sources, long timeoutNs)
    {
        if (_states.Length != sources.Count || _entries.Length == 0)
            (_entries, _states) = (new LibC.PollEntry[sources.Count + 1], new FileState[sources.Count]);
        _entries[0] = new() { Descriptor = wake.Descriptor, Wanted = LibC.PollIn };
        for (var i = 0; i < sources.Count; i++)
            _entries[i + 1] = new() { Descriptor = sources[i].Descriptor, Wanted = LibC.PollIn };
        int ready;
        fixed (LibC.PollEntry* entries = _entries)
            ready = LibC.Poll(entries, (nuint)_entries.Length, Limit(timeoutNs), null);
        if (ready > 0 && _entries[0].Seen != 0)
            wake.Clear();
        for (var i = 0; i < _states.Length; i++)
            _states[i] = ready > 0 ? StateOf(_entries[i + 1].Seen) : FileState.Silent;
        return _states;
    }

    private static FileState StateOf(short seen) =>
        (seen & LibC.PollErrorOrHangUp) != 0 ? FileState.Lost : (seen & LibC.PollIn) != 0 ? FileState.Readable : FileState.Silent;

    private static LibC.TimeSpec Limit(long nanoseconds)
    {
        var (seconds, rest) = Math.DivRem(Math.Clamp(nanoseconds, 0, Monotonic.Second), Monotonic.Second);
        return new() { Seconds = (nint)seconds, Nanoseconds = (nint)rest };
    }
}
