using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Recognises repeated events. Most are new by their number and by an id that was certainly never used; the rest is found among the last
/// events, or in the store. Bounded: the oldest are forgotten here once they are durable, never in the store.
/// </summary>
/// <param name="kept">Durable events, with their answers: a repetition of one that is older is answered from the store.</param>
/// <param name="capacity">All of them, more than may wait for a disk.</param>
internal sealed class EventDeduplicator(int kept = EventDeduplicator.Kept, int capacity = 20_000)
{
    internal const int Kept = 5_000;

    private readonly Dictionary<(DeviceId Device, string Id), DedupEntry> _known = [];
    private readonly Queue<(DeviceId Device, string Id)> _order = new();
    private readonly HashSet<(DeviceId Device, string Id)> _asked = [];
    private readonly Dictionary<DeviceId, int> _askedOf = [];

    /// <summary>Of all there ever were.</summary>
    internal UsedIdFilter Used { get; private set; } = new(0);

    internal (Identity Identity, DedupEntry? Known) Check(DeviceEvent heard, Presence presence)
    {
        if (_known.TryGetValue((heard.Device, heard.Header.Id), out var known))
            return (known.Hash == heard.Header.BodyHash ? Identity.Repeated : Identity.Conflicting, known);
        if (_asked.Contains((heard.Device, heard.Header.Id)))
            return (Identity.BeingAsked, null);
        // A deposit must not overtake its tap.
        var isNew = presence.IsNewest(heard.Header) && !_askedOf.ContainsKey(heard.Device)
            && Used.IsSurelyNew(heard.Device, heard.Header.Id);
        return (isNew ? Identity.New : Identity.AskStore, null);
    }

    /// <summary>The store is asked about it; until <see cref="Answered"/> its device's later events wait behind it.</summary>
    internal void Asked(DeviceEvent heard)
    {
        _asked.Add((heard.Device, heard.Header.Id));
        _askedOf[heard.Device] = _askedOf.GetValueOrDefault(heard.Device) + 1;
    }

    internal void Answered(DeviceEvent heard)
    {
        if (_asked.Remove((heard.Device, heard.Header.Id)) && --_askedOf[heard.Device] == 0)
            _askedOf.Remove(heard.Device);
    }

    /// <summary>Puts back what the store knows; before the first check.</summary>
    /// <param name="stored">How many there may be.</param>
    internal void Restore(IEnumerable<(DeviceId Device, string Id, ulong Hash, byte[] Answer)> events, long stored)
    {
        Used = new(stored);
        foreach (var (device, id, hash, answer) in events)
            Remember((device, id), new DedupEntry(hash) { DurableAnswer = answer });
    }

    /// <summary>Remembers an event that is about to be committed. Callers bound what is uncommitted below the capacity.</summary>
    internal DedupEntry Remember(DeviceEvent heard)
    {
        var known = new DedupEntry(heard.Header.BodyHash);
        Remember((heard.Device, heard.Header.Id), known);
        return known;
    }

    /// <summary>Another piece of hardware speaks under this name: its ids are its own.</summary>
    internal void Forget(DeviceId device)
    {
        foreach (var key in _known.Keys.Where(key => key.Device == device).ToList())
            _known.Remove(key);
    }

    private void Remember((DeviceId Device, string Id) key, DedupEntry known)
    {
        _known[key] = known;
        _order.Enqueue(key);
        Used.Add(key.Device, key.Id);
        while (_order.Count > kept && (_order.Count > capacity || IsDurable(_order.Peek())))
            _known.Remove(_order.Dequeue());
    }

    private bool IsDurable((DeviceId Device, string Id) key) =>
        !_known.TryGetValue(key, out var known) || known.DurableAnswer is not null;
}
