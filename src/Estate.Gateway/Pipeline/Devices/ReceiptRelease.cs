namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// A broker hands over only so many messages that have no receipt. While the disk does not answer they are given all the same,
/// and counted: an alarm must not wait behind taps for a disk. Devices of our own bring again what was not kept.
/// </summary>
internal sealed class ReceiptRelease(PendingQueue pending, Health health, GatewayClock clock) : BackgroundService
{
    /// <summary>Longer than any commit of a disk that is well, and shorter than an estate needs to say what a broker hands over.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Patience / 4, clock.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (health.Storage is null && !(health.CommitSince is not 0 and var since && clock.Time.GetElapsedTime(since) > Patience))
                continue;
            var receipts = pending.TakeReceipts();
            foreach (var receipt in receipts)
                receipt();
            if (receipts.Count > 0)
                pending.Metrics.EarlyReceipts.Add(receipts.Count);
        }
    }
}
