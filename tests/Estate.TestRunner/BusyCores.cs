namespace Estate.TestRunner;

/// <summary>Keeps each core busy until it is disposed of.</summary>
internal sealed class BusyCores : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    internal BusyCores()
    {
        for (var core = 0; core < Environment.ProcessorCount; core++)
            new Thread(() =>
            {
                while (!_stop.IsCancellationRequested)
                    Thread.SpinWait(10_000);
            })
            { IsBackground = true }.Start();
    }

    public void Dispose() => _stop.Cancel();
}
