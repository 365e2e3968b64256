using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using NodaTime;

namespace Estate.Gateway.Pipeline.Notify;

/// <summary>What the store holds for notifiers, and what became of it.</summary>
internal sealed partial class NotificationStore(
    AlertReader reader, PendingQueue pending, GatewayClock clock, ILogger<NotificationStore> log)
{
    /// <summary>None where they cannot be read now.</summary>
    internal IReadOnlyList<Notification> Waiting(string notifier, int limit)
    {
        try
        {
            return reader.Waiting(notifier, limit);
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or System.Text.Json.JsonException or FormatException)
        {
            LogUnread(failure.Message);
            return [];
        }
    }

    /// <summary>Those not closed, and those closed since.</summary>
    internal IReadOnlyList<Alert> Alerts(Instant closedSince) => reader.Since(closedSince);

    /// <param name="refusal">Null where it arrived.</param>
    internal void Settle(Notification one, int tries, string? refusal)
    {
        if (refusal is not null)
            LogRefused(refusal);
        pending.Add(new DeliveryItem(new Delivery(one.Id, tries, clock.Now, refusal)));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A notification was refused for good: {Problem}")]
    private partial void LogRefused(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notifications cannot be read: {Problem}")]
    private partial void LogUnread(string problem);
}
