namespace Estate.Adapters.Chips;

/// <summary>One chip's own thread: opens it, works with it, and opens it again 5 s after it failed.</summary>
internal abstract class ChipThread : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly Action<string?> _note;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new(initialState: false, spinCount: 0);

    protected ChipThread(string name, Action<string?> note)
    {
        _note = note;
        _thread = new(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = name };
        note("not tried yet");
    }

    internal void Start() => _thread.Start();

    public void Dispose()
    {
        _stop.Set();
        Wake();
        if (_thread.IsAlive)
            _thread.Join();
        GC.SuppressFinalize(this);
    }

    protected bool IsStopping => _stop.IsSet;

    /// <summary>Opens the chip and works with it until it fails or all is to end; <paramref name="works"/> is called once it answers.</summary>
    protected abstract void Work(Action works);

    protected virtual void Wake()
    {
    }

    /// <returns>False when all is to end.</returns>
    protected bool Pause(TimeSpan length) => !_stop.Wait(length);

    private void Run()
    {
        do
        {
            try
            {
                Work(() => _note(null));
            }
            catch (Exception failure)
            {
                // Each library and each chip fails in its own way.
                _note(failure.Message);
            }
        }
        while (Pause(RetryInterval));
    }
}
