using Estate.Adapters.Storage;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Writes what was decided, and only then says so: (1) one transaction for all that waited, (2) acknowledgements and
/// commands, (3) replies to people, (4) measurements and live pages, (5) the broker's receipts. A disk that fails is tried again for ever;
/// nothing is acknowledged meanwhile. A batch that no disk can take is halved until the one item is found that spoils it.
/// </summary>
internal sealed class Committer(
    CommitRetries commits, PendingQueue pending, AfterCommit after, CommitErrors mistakes, GatewayClock clock) : BackgroundService
{
    /// <summary>Events of one transaction: so few are people's; so many come as fast as they can be written.</summary>
    private const int Few = 8, Many = 100;

    /// <summary>
    /// Neither few nor many: a backlog or a flood. Written a little later it costs fewer pages on the card.
    /// </summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var work = await CommitNextAsync(stoppingToken);
            if (work.Batch.Events.Count is >= Few and < Many)
                await Task.Delay(Linger, clock.Time, stoppingToken);
        }
    }

    /// <summary>Waits for work.</summary>
    /// <returns>What was written.</returns>
    internal async Task<PendingWork> CommitNextAsync(CancellationToken stop)
    {
        var work = await pending.TakeAsync(stop);
        await CommitAsync(work, stop);
        return work;
    }

    /// <summary>Written, and said to whoever waits for it.</summary>
    internal async Task CommitAsync(PendingWork work, CancellationToken stop)
    {
        if (await TryCommitAsync(work, stop) is { } mistake)
        {
            await CommitPartsAsync(work.Items, (0, work.Items.Count), mistake, stop);
            // Figures that nothing is written of; those of facts went with their parts.
            work.Batch.Clear();
            after.AnnounceFigures(work);
        }
        foreach (var receipt in pending.TakeReceipts(work))
            receipt();
    }

    /// <returns>Null where it is durable and announced; otherwise why it can never be, and nothing of it was written.</returns>
    private async Task<UnwritableBatchException?> TryCommitAsync(PendingWork work, CancellationToken stop)
    {
        try
        {
            if (!work.Batch.IsEmpty)
                await commits.CommitAsync(work.Batch, stop);
        }
        catch (UnwritableBatchException mistake)
        {
            return mistake;
        }
        Announce(work);
        return null;
    }

    /// <summary>Halves, in their order: each finds the disk as if it had been written after the one before.</summary>
    private async Task CommitPartsAsync(
        IReadOnlyList<WorkItem> items, (int From, int To) part, UnwritableBatchException mistake, CancellationToken stop)
    {
        var (from, to) = part;
        if (to - from == 1)
        {
            await CommitAloneAsync(items[from], mistake, stop);
            return;
        }
        var middle = (from + to) / 2;
        foreach (var half in new[] { (From: from, To: middle), (From: middle, To: to) })
            if (await TryCommitAsync(pending.Again(items, half.From, half.To), stop) is { } again)
                await CommitPartsAsync(items, half, again, stop);
    }

    /// <summary>Where only a device's state cannot be written the rest is kept; otherwise a refusal is, in its place.</summary>
    private async Task CommitAloneAsync(WorkItem item, UnwritableBatchException mistake, CancellationToken stop)
    {
        var work = pending.Again([item], 0, 1);
        var states = work.Batch.States.Values.Where(saved => !commits.IsWritable(saved)).Select(saved => saved.Device).ToList();
        states.ForEach(device => work.Batch.States.Remove(device));
        var isKept = states.Count > 0 && await TryCommitAsync(work, stop) is null;
        var refusal = isKept ? null : mistakes.Refusal(item, mistake);
        if (refusal is not null)
            await commits.CommitAsync(refusal.Batch, stop);
        // Before anybody is notified, who might ask at once.
        await mistakes.UndoAsync(item, states, isKept, mistake).WaitAsync(stop);
        if (refusal is not null)
            Announce(refusal);
    }

    private void Announce(PendingWork work) => after.Announce(work, NotTaken);

    private void NotTaken(Exception? mistake)
    {
        if (mistake is not null)
            mistakes.Untold(mistake);
        pending.Metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "mqtt"));
    }
}
