using Estate.Adapters.Threads;

namespace Estate.Adapters.Gpio;

/// <summary>
/// The one thread that waits for the lines of all chips and runs all handlers, one at a time; an exception in a handler
/// ends the process. Sources may come and go from any thread: none is served once <see cref="Remove"/> has returned.
/// </summary>
internal sealed class EventLoop : IDisposable
{
    private static readonly TimeSpan OneWait = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly WakeSignal _wake = new();
    private readonly LinePoll _poll;
    private readonly Thread _thread;

    /// <summary>Held while sources are served, never while waiting.</summary>
    private readonly Lock _turn = new();
    private volatile IEventSource[] _sources = [];
    private volatile bool _isStopping;

    /// <summary>Guards <see cref="_waits"/>, and is pulsed with it.</summary>
    private readonly object _waited = new();
    private long _waits;

    internal EventLoop(TimeProvider time)
    {
        (_time, _poll) = (time, new(_wake));
        _thread = new(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "gpio" };
    }

    internal long NowNs => Monotonic.NowNs(_time);

    internal void Start() => _thread.Start();

    internal void Add(IEventSource source)
    {
        lock (_turn)
            _sources = [.. _sources, source];
        _wake.Raise();
    }

    /// <summary>Nobody waits for its file any more, either: while somebody does, the kernel keeps a closed file's lines.</summary>
    internal void Remove(IEventSource source)
    {
        lock (_turn)
            _sources = [.. _sources.Where(other => other != source)];
        if (Thread.CurrentThread == _thread)
            return;
        lock (_waited)
            for (var before = _waits; _waits == before && _thread.IsAlive;)
            {
                _wake.Raise();
                Monitor.Wait(_waited, OneWait);
            }
    }

    /// <summary>Polls all sources again; one may have become due.</summary>
    internal void Wake() => _wake.Raise();

    /// <summary>Returns when no handler runs any more, unless a handler itself called it.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _wake.Raise();
        if (Thread.CurrentThread == _thread)
            return;
        if (_thread.IsAlive)
            _thread.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        NiceThread.TrySet(NiceThread.Urgent);
        while (!_isStopping)
        {
            var sources = _sources;
            var due = sources.Min(source => source.DueNs) ?? long.MaxValue;
            var states = _poll.Wait(sources, due - NowNs);
            lock (_waited)
            {
                _waits++;
                Monitor.PulseAll(_waited);
            }
            // Taken before reading: what happened until now is then in hand when a frame is found to be over.
            var now = NowNs;
            lock (_turn)
                for (var i = 0; i < sources.Length && !_isStopping; i++)
                    Serve(sources[i], states[i], now);
        }
    }

    private void Serve(IEventSource source, FileState state, long now)
    {
        if (!_sources.Contains(source))
            return;
        // A chip that was taken away: whoever holds its lines finds out by reading them; waiting would only spin.
        if (state == FileState.Lost)
            Remove(source);
        else if (state == FileState.Readable || source.DueNs <= now)
            source.Serve(now);
    }
}
