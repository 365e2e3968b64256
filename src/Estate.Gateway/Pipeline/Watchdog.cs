using Estate.Adapters.Systemd;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Tells systemd that the service lives, and only as long as the loop moves: a question goes through it, and its answer
/// is the sign of life. A stalled disk does not stop it: the gate must go on.
/// </summary>
internal sealed class Watchdog(ServiceNotifier notifier, EstateLoop loop, GatewayClock clock, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lifetime.ApplicationStarted.Register(() => notifier.Ready("the gateway runs"));
        stoppingToken.Register(notifier.Stopping);
        if (notifier.WatchdogInterval is not { } interval)
            return;
        using var timer = new PeriodicTimer(interval / 4, clock.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            if (await MovesAsync(interval / 4, stoppingToken))
                notifier.Alive();
    }

    private async Task<bool> MovesAsync(TimeSpan patience, CancellationToken stop)
    {
        try
        {
            await loop.ProbeAsync().WaitAsync(patience, clock.Time, stop);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
