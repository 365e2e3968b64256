using System.Collections.Concurrent;
using Estate.Domain.Alerts;
using NodaTime;

namespace Estate.Gateway.Pipeline.Notify;

/// <summary>
/// Notifications of one notifier that are told before they are written. They stay here for an hour, so that the same one from the disk is
/// known to be told; with the power the list is lost, and the device tells the gateway again.
/// </summary>
internal sealed class UrgentNotifications(GatewayClock clock)
{
    private const int Most = 200;
    private static readonly Duration KeptFor = Duration.FromHours(1);

    private readonly ConcurrentQueue<(Notification One, Duration At)> _all = new();

    internal void Add(Notification one)
    {
        _all.Enqueue((one, clock.Uptime));
        while (_all.TryPeek(out var oldest) && (_all.Count > Most || clock.Uptime - oldest.At > KeptFor))
            _all.TryDequeue(out _);
    }

    /// <summary>Of those on the disk and these, each once; these first.</summary>
    internal IReadOnlyList<Notification> With(IReadOnlyList<Notification> stored) => _all.IsEmpty ? stored
        : [.. _all.Where(one => clock.Uptime - one.At <= KeptFor).Select(one => one.One).Concat(stored).DistinctBy(one => one.Id)];
}
