using System.Runtime.InteropServices;

namespace Estate.District;

/// <summary>Somebody asked this program to end: Ctrl-C, or SIGTERM.</summary>
internal sealed class EndOfProcess : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly IReadOnlyList<PosixSignalRegistration> _signals;

    internal EndOfProcess() => _signals =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _end.Cancel();
        })),
    ];

    internal CancellationToken Token => _end.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _end.Dispose();
    }
}
