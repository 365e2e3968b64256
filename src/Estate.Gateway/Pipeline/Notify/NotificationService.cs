using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Notify;

/// <summary>
/// Delivers what the store holds until it arrived: a notification survives a restart and is delivered once. A way that fails is
/// itself an alert; a refusal for good is kept with its reason.
/// </summary>
internal sealed class NotificationService(
    Notifiers notifiers, NotificationStore store, NotifierReports reports, EstateModel model, EstateLoop loop) : BackgroundService
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    /// <summary>One way that ends by an error ends all, so that it is seen and all begin again.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAll(notifiers.All.Select(async notifier =>
        {
            try
            {
                await Task.Yield();
                await (notifier is IRepeatedNotifier repeated ? RepeatAsync(repeated, together.Token) : RunAsync(notifier, together.Token));
            }
            finally
            {
                await together.CancelAsync();
            }
        }));
    }

    private async Task RunAsync(INotifier notifier, CancellationToken stop)
    {
        var queue = new DeliveryQueue(() => notifiers.Waiting(notifier, store.Waiting(notifier.Name, MostAtOnce)));
        var limit = new SendLimit(notifier.PerMinute, loop.Clock.Time);
        var retries = new DeliveryRetries(notifier.Name, loop.Clock.Time, problem => reports.Fails(notifier.Name, problem));
        queue.Refresh();
        while (!stop.IsCancellationRequested)
        {
            var pause = queue.Next() is { } next ? limit.WaitFor(next.Alert.Severity) : LookEvery;
            if (pause > TimeSpan.Zero)
            {
                await notifiers.NewsAsync(notifier, pause, stop);
                queue.Refresh();
                continue;
            }
            if (await DeliverAsync(notifier, (queue, limit), retries, stop) is { } settled)
                Settle(notifier, settled);
            if (queue.Next() is null)
                queue.Refresh();
        }
    }

    /// <returns>What was settled; null where news came first.</returns>
    private async Task<(Notification One, int Tries, string? Refusal)?> DeliverAsync(
        INotifier notifier, (DeliveryQueue Waiting, SendLimit Limit) queue, DeliveryRetries retries, CancellationToken stop)
    {
        var (one, tries) = ((Notification?)null, 0);
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var news = notifiers.NewsAsync(notifier, Timeout.InfiniteTimeSpan, wake.Token);
        var delivering = retries.RunAsync(async token =>
        {
            one = queue.Waiting.Next()!;
            tries = queue.Waiting.Try(one);
            queue.Limit.Count();
            await notifier.DeliverAsync(one, token);
        }, wake.Token, stop);
        await Task.WhenAny(news, delivering);
        await wake.CancelAsync();
        await news.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var (hasEnded, refusal) = await delivering;
        if (hasEnded)
            queue.Waiting.Settle(one!);
        if (news.IsCompletedSuccessfully)
            queue.Waiting.Refresh();
        return hasEnded ? (one!, tries, refusal) : null;
    }

    private void Settle(INotifier notifier, (Notification One, int Tries, string? Refusal) settled)
    {
        if (settled.Refusal is { } refusal)
            reports.IsRefused(notifier.Name, refusal);
        else
            reports.Works(notifier.Name);
        store.Settle(settled.One, settled.Tries, settled.Refusal);
    }

    private async Task RepeatAsync(IRepeatedNotifier notifier, CancellationToken stop)
    {
        var repeats = new AlertRepeats(notifier, store, model.Alerts.Policy, loop.Clock);
        var retries = new DeliveryRetries(notifier.Name, loop.Clock.Time, problem => reports.Fails(notifier.Name, problem), notifier.Every);
        while (!stop.IsCancellationRequested)
        {
            var (_, refusal) = await retries.RunAsync(repeats.TellAsync, stop, stop);
            repeats.Settle(refusal);
            if (refusal is null)
                reports.Works(notifier.Name);
            await notifiers.NewsAsync(notifier, notifier.Every, stop);
        }
    }
}
