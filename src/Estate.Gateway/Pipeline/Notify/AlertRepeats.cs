using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using NodaTime;

namespace Estate.Gateway.Pipeline.Notify;

/// <summary>What a receiver that forgets is told each time: all that is open and it was notified of, and what ended lately.</summary>
internal sealed class AlertRepeats(IRepeatedNotifier notifier, NotificationStore store, AlertPolicy policy, GatewayClock clock)
{
    /// <summary>An end is said again for so long, as Prometheus does; whoever was away for longer ends it without.</summary>
    private static readonly Duration EndsSaidFor = Duration.FromMinutes(15);
    private const int AtOnce = 1_000;

    private readonly HashSet<string> _settled = [];
    private IReadOnlyList<Notification> _waiting = [];

    internal async Task TellAsync(CancellationToken stop)
    {
        _waiting = store.Waiting(notifier.Name, AtOnce);
        await notifier.RepeatAsync(Current(), stop);
    }

    /// <summary>What waited was in what was told, or is over.</summary>
    internal void Settle(string? refusal)
    {
        _settled.IntersectWith(_waiting.Select(one => one.Id));
        foreach (var one in _waiting.Where(one => _settled.Add(one.Id)))
            store.Settle(one, tries: 1, refusal);
    }

    /// <summary>One of a name: what is open, else what ended last. What a rule says once is no alert of ours, and ends by itself.</summary>
    private IReadOnlyCollection<Alert> Current()
    {
        var since = clock.Now - EndsSaidFor;
        var alerts = store.Alerts(since).Where(one => policy.HasNotified(notifier.Name, one)).ToList();
        var known = alerts.Select(one => one.Id).ToHashSet();
        var ofRules = _waiting.Where(one => one.Kind == NotificationKind.Raised && !known.Contains(one.Alert.Id) && one.At >= since)
            .Select(one => one.Alert);
        return [.. alerts.Where(one => one.OverSince is null || one.OverSince >= since).Concat(ofRules)
            .GroupBy(one => one.Key).Select(same => same.MaxBy(one => one.OverSince ?? Instant.MaxValue)!)];
    }
}
