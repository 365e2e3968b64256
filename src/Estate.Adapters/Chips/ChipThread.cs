namespace Estate.Adapters.Chips;

/// <summary>
/// One chip's own thread: opens it, works with it, and opens it again 5 s after it failed. A library that waits for ever for a
/// chip which went away is noticed by its silence.
/// </summary>
internal abstract class ChipThread : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(2);

    private readonly Thread _thread;
    private readonly ManualResetEvent _stop = new(initialState: false);
    private volatile string? _problem = "not tried yet";
    private long _answeredAt;

    protected ChipThread(string name, TimeProvider time)
    {
        Time = time;
        _thread = new(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = name };
    }

    /// <summary>Null while it answers.</summary>
    internal string? Problem => _problem
        ?? (Time.GetElapsedTime(Interlocked.Read(ref _answeredAt)) is var silence && silence > Patience
            ? $"it has said nothing for {silence.TotalSeconds:0} s" : null);

    /// <summary>How long a chip that answered may say nothing.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromSeconds(10);

    internal void Start() => _thread.Start();

    /// <summary>A thread that a library holds up is left behind.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive)
            _thread.Join(EndsWithin);
        GC.SuppressFinalize(this);
    }

    protected TimeProvider Time { get; }

    protected bool IsStopping => _stop.WaitOne(TimeSpan.Zero);

    /// <summary>
    /// Opens the chip and works with it until it fails or all is to end; <paramref name="works"/> is called each time it answers.
    /// </summary>
    protected abstract void Work(Action works);

    /// <param name="news">Ends the pause early.</param>
    /// <returns>False when all is to end.</returns>
    protected bool Pause(TimeSpan length, WaitHandle? news = null)
    {
        using var over = new CancellationTokenSource(length, Time);
        WaitHandle.WaitAny(news is null ? [_stop, over.Token.WaitHandle] : [_stop, over.Token.WaitHandle, news]);
        return !IsStopping;
    }

    private void Run()
    {
        do
        {
            try
            {
                Work(Answered);
            }
            catch (Exception failure)
            {
                // Each library and each chip fails in its own way.
                _problem = failure.Message;
            }
        }
        while (Pause(RetryInterval));
    }

    private void Answered()
    {
        Interlocked.Exchange(ref _answeredAt, Time.GetTimestamp());
        _problem = null;
    }
}
