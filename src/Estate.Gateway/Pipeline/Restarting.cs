using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Runs a part the estate can do without for a while. An error that ends it ends nothing else: it is reported (log, /healthz, an
/// alert), and the part begins again, later each time.
/// </summary>
internal sealed partial class Restarting(BackgroundService part, Text name, Health health, GatewayClock clock, ILogger<Restarting> log)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(1);

    private CancellationTokenSource? _stop;
    private Task _watching = Task.CompletedTask;

    /// <summary>Having run for so long it counts as well again.</summary>
    internal TimeSpan WellAfter { get; init; } = TimeSpan.FromMinutes(1);

    internal BackgroundService Part => part;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await part.StartAsync(cancellationToken);
        // After the part's own, so that it stops first: a part that ends with the process has not failed.
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _watching = WatchAsync(_stop.Token);
    }

    /// <summary>First nobody starts it any more, then it ends as any other.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stop is not null)
            await _stop.CancelAsync();
        await _watching;
        await part.StopAsync(cancellationToken);
    }

    public void Dispose() => _stop?.Dispose();

    /// <returns>When it has come to its end without an error, or nobody watches any more; it throws nothing.</returns>
    private async Task WatchAsync(CancellationToken stop)
    {
        for (var pause = First; !stop.IsCancellationRequested;)
        {
            var began = clock.Time.GetTimestamp();
            if (await MistakeAsync(stop) is not { } mistake)
                return;
            pause = clock.Time.GetElapsedTime(began) >= WellAfter ? First : pause;
            health.Fails(part, name, mistake);
            LogFailed(mistake, name.En, pause);
            await Task.Delay(pause, clock.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }

    /// <summary>Starts it where it is not running, and waits for what ends it.</summary>
    /// <returns>Null where nothing is wrong.</returns>
    private async Task<Exception?> MistakeAsync(CancellationToken stop)
    {
        try
        {
            if (part.ExecuteTask is { IsCompleted: true, IsCompletedSuccessfully: false })
                await part.StartAsync(stop);
            // Nothing to do for it, as it is configured.
            if (part.ExecuteTask is not { } running)
                return null;
            if (health.IsFailing(part) && await Task.WhenAny(running, Task.Delay(WellAfter, clock.Time, stop)) != running)
                health.Works(part);
            await running.WaitAsync(stop);
            health.Works(part);
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception mistake)
        {
            return mistake;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error, Message = "A part of the gateway failed: {Part}. It begins again in {Pause}; everything else goes on.")]
    private partial void LogFailed(Exception mistake, string part, TimeSpan pause);
}
