using Estate.Adapters.Notify;
using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Delivers what the store holds, each way in its own order, until it arrived: a notification survives a restart and is delivered
/// once. A way that fails is itself an alert on the page; a refusal for good is kept with its reason.
/// </summary>
internal sealed partial class NotificationService(
    Notifiers notifiers, AlertReader reader, PendingQueue pending, EstateLoop loop, ILogger<NotificationService> log) : BackgroundService
{
    internal const string NotifierDown = "notifier_down";
    private const int AtOnce = 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> _isDown = new();

    /// <summary>One way that ends by an error ends all, so that it is seen and all begin again.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAll(notifiers.All.Select(async notifier =>
        {
            try
            {
                await RunAsync(notifier, together.Token);
            }
            finally
            {
                await together.CancelAsync();
            }
        }));
    }

    private async Task RunAsync(INotifier notifier, CancellationToken stop)
    {
        await Task.Yield();
        // Told, and not yet marked so on the disk.
        var told = new HashSet<string>();
        var retries = new DeliveryRetries(notifier, loop.Clock.Time, problem => Report(notifier, problem));
        while (!stop.IsCancellationRequested)
        {
            var waiting = Waiting(notifier);
            told.IntersectWith(waiting.Select(one => one.Id));
            var fresh = waiting.Where(one => !told.Contains(one.Id)).ToList();
            foreach (var one in fresh)
            {
                await DeliverAsync(notifier, one, retries, stop);
                told.Add(one.Id);
            }
            if (fresh.Count == 0)
                await notifiers.NewsAsync(notifier, LookEvery, stop);
        }
    }

    private async Task DeliverAsync(INotifier notifier, Notification one, DeliveryRetries retries, CancellationToken stop)
    {
        var (attempts, refusal) = await retries.DeliverAsync(one, stop);
        Report(notifier, refusal);
        if (refusal is not null)
            LogRefused(refusal);
        pending.Add(new DeliveryItem(new Delivery(one.Id, attempts, loop.Clock.Now, refusal)));
    }

    private IReadOnlyList<Notification> Waiting(INotifier notifier)
    {
        try
        {
            return reader.Waiting(notifier.Name, AtOnce);
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or System.Text.Json.JsonException or FormatException)
        {
            LogUnread(failure.Message);
            return [];
        }
    }

    /// <summary>Once each way.</summary>
    private void Report(INotifier notifier, string? problem)
    {
        var isDown = problem is not null;
        if (_isDown.TryGetValue(notifier.Name, out var said) && said == isDown)
            return;
        var condition = new Condition(
            NotifierDown, notifier.Name, Severity.Medium, isDown, new($"通知不出去：{notifier.Name}", $"Cannot tell people: {notifier.Name}"))
        {
            Value = isDown ? Text.Same(problem!) : null,
        };
        if (loop.Offer(new SignalMessage(new HostReport(condition, loop.Clock.Now))))
            _isDown[notifier.Name] = isDown;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A notification was refused for good: {Problem}")]
    private partial void LogRefused(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notifications cannot be read: {Problem}")]
    private partial void LogUnread(string problem);
}
