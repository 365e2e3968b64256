using Estate.Domain.Alerts;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Notify;

/// <summary>
/// What one notifier has to deliver: of the severest alert first, of one severity the oldest, of one alert in its order. One that
/// was refused several times waits behind the others, however grave it is: it may be the message.
/// </summary>
/// <param name="waiting">Reads what the store holds, the severest first.</param>
internal sealed class DeliveryQueue(Func<IReadOnlyList<Notification>> waiting)
{
    private const int TriesBeforeOthers = 3;

    private readonly Dictionary<string, int> _tried = [];

    // Settled, and not yet marked so on the disk.
    private readonly HashSet<string> _settled = [];
    private List<Notification> _waiting = [];

    /// <summary>Reads the store again.</summary>
    internal void Refresh()
    {
        var stored = waiting();
        _settled.IntersectWith(stored.Select(one => one.Id));
        _waiting = [.. stored.Where(one => !_settled.Contains(one.Id))];
        foreach (var gone in _tried.Keys.Except(_waiting.Select(one => one.Id)).ToList())
            _tried.Remove(gone);
    }

    /// <summary>Null where nothing waits.</summary>
    internal Notification? Next() => _waiting.DistinctBy(one => one.Alert.Id)
        .MinBy(one => (Tries(one) >= TriesBeforeOthers, Severity.High - one.Alert.Severity, Tries(one)));

    /// <summary>It is tried now, for the how-manieth time.</summary>
    internal int Try(Notification one) => _tried[one.Id] = Tries(one) + 1;

    internal void Settle(Notification one)
    {
        _settled.Add(one.Id);
        _tried.Remove(one.Id);
        _waiting.RemoveAll(other => other.Id == one.Id);
    }

    private int Tries(Notification one) => _tried.GetValueOrDefault(one.Id);
}
