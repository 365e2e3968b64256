using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>What an event is to us.</summary>
internal enum Identity
{
    New,

    /// <summary>The same event again; its answer is known or on the way.</summary>
    Repeated,

    /// <summary>A different event under an id that was used.</summary>
    Conflicting,

    /// <summary>Not newer than all before, and not remembered here: only the store knows.</summary>
    AskStore,
}

/// <summary>An event taken in: its hash, its answer, and whether both are on the disk yet.</summary>
internal sealed class KnownEvent(ulong hash)
{
    private volatile byte[]? _durableAnswer;

    internal ulong Hash => hash;

    /// <summary>Null until committed.</summary>
    internal byte[]? DurableAnswer
    {
        get => _durableAnswer;
        set => _durableAnswer = value;
    }
}

/// <summary>
/// Recognises repeated events. Numbering proves most events new without any look-up; the rest is found among the last
/// events, or in the store. Bounded: the oldest are forgotten here, never in the store.
/// </summary>
internal sealed class EventIdentities(int capacity = 20_000)
{
    private readonly Dictionary<(DeviceId Device, string Id), KnownEvent> _known = [];
    private readonly Queue<(DeviceId Device, string Id)> _order = new();

    internal (Identity Identity, KnownEvent? Known) Check(DeviceEvent heard, Presence presence)
    {
        if (_known.TryGetValue((heard.Device, heard.Header.Id), out var known))
            return (known.Hash == heard.Header.BodyHash ? Identity.Repeated : Identity.Conflicting, known);
        return (presence.IsNewest(heard.Header) ? Identity.New : Identity.AskStore, null);
    }

    /// <summary>Puts back what the store knows; before the first check.</summary>
    internal void Restore(IEnumerable<(DeviceId Device, string Id, ulong Hash, byte[] Answer)> events)
    {
        foreach (var (device, id, hash, answer) in events)
            Remember((device, id), new KnownEvent(hash) { DurableAnswer = answer });
    }

    /// <summary>Remembers an event that is about to be committed. Callers bound what is uncommitted below the capacity.</summary>
    internal KnownEvent Remember(DeviceEvent heard)
    {
        var known = new KnownEvent(heard.Header.BodyHash);
        Remember((heard.Device, heard.Header.Id), known);
        return known;
    }

    /// <summary>Another piece of hardware speaks under this name: its ids are its own.</summary>
    internal void Forget(DeviceId device)
    {
        foreach (var key in _known.Keys.Where(key => key.Device == device).ToList())
            _known.Remove(key);
    }

    private void Remember((DeviceId Device, string Id) key, KnownEvent known)
    {
        _known[key] = known;
        _order.Enqueue(key);
        if (_order.Count > capacity)
            _known.Remove(_order.Dequeue());
    }
}
