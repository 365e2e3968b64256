using NodaTime;

namespace Estate.Gateway.Found;

/// <summary>
/// The devices that announced themselves, not more of them than people can look through. It is not kept: what is retained is said again.
/// Any thread.
/// </summary>
internal sealed class FoundList
{
    internal const int Most = 200;

    /// <summary>So long without a word, and a device makes room for one that speaks.</summary>
    internal static readonly Duration Silent = Duration.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, FoundDevice> _devices = [];
    private long _withoutRoom;

    /// <summary>The one heard last comes first.</summary>
    internal IReadOnlyList<FoundDevice> All
    {
        get
        {
            lock (_lock)
                return [.. _devices.Values.OrderByDescending(one => one.LastHeard).ThenBy(one => one.Key, StringComparer.Ordinal)];
        }
    }

    /// <summary>Announcements of devices for which there was no room.</summary>
    internal long WithoutRoom => Interlocked.Read(ref _withoutRoom);

    internal FoundDevice? Find(string key)
    {
        lock (_lock)
            return _devices.GetValueOrDefault(key);
    }

    internal void Add(FoundDevice heard, Instant now)
    {
        heard = heard with { FirstHeard = now, LastHeard = now };
        lock (_lock)
            if (_devices.TryGetValue(heard.Key, out var known))
                _devices[heard.Key] = known.Merged(heard);
            else if (_devices.Count < Most || TryMakeRoom(now))
                _devices.Add(heard.Key, heard);
            else
                Interlocked.Increment(ref _withoutRoom);
    }

    internal void Remove(string key)
    {
        lock (_lock)
            _devices.Remove(key);
    }

    /// <summary>What was retained there was taken away: the device took its word back.</summary>
    internal void RemoveOf(string topic)
    {
        lock (_lock)
            foreach (var gone in _devices.Values.Where(one => one.Topic == topic).ToList())
                _devices.Remove(gone.Key);
    }

    private bool TryMakeRoom(Instant now)
    {
        var oldest = _devices.Values.MinBy(one => one.LastHeard)!;
        return now - oldest.LastHeard > Silent && _devices.Remove(oldest.Key);
    }
}
