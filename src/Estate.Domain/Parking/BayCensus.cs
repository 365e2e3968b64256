using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>
/// From sensors' words to bays: the map in force, two sensors on one bay, closings. Keeps its room from one count to the next: of ten
/// thousand bays it would be garbage of a size that only full collections take away. One thread at a time.
/// </summary>
public sealed class BayCensus
{
    /// <summary>What is said of each bay.</summary>
    private readonly Dictionary<string, (string Zone, BayStatus? Word, Instant? Since)> _words = [];

    /// <summary>All bays, by name. A bay whose sensor was taken away stays, unknown.</summary>
    /// <param name="before">As they were: those that are the same are the very same objects.</param>
    public IReadOnlyList<BayView> Bays(LotState state, IReadOnlyList<BayView>? before = null)
    {
        Read(state);
        if (before?.Count == _words.Count && Renewed(state, before) is { } renewed)
            return renewed;
        var (bays, next) = (new BayView[_words.Count], 0);
        foreach (var (bay, said) in _words)
            bays[next++] = new(bay, said.Zone, StatusOf(state, bay, said.Word), said.Since);
        Array.Sort(bays, static (one, other) => string.CompareOrdinal(one.Bay, other.Bay));
        return bays;
    }

    /// <summary>Zones by name.</summary>
    public ImmutableArray<ZoneCounts> Count(LotState state)
    {
        Read(state);
        return LotBays.Count(_words.Select(bay => (bay.Value.Zone, StatusOf(state, bay.Key, bay.Value.Word))));
    }

    /// <summary>In the same order; null where it is no longer the same bays.</summary>
    private BayView[]? Renewed(LotState state, IReadOnlyList<BayView> before)
    {
        var bays = new BayView[before.Count];
        for (var i = 0; i < bays.Length; i++)
        {
            var known = before[i];
            if (!_words.TryGetValue(known.Bay, out var said))
                return null;
            var status = StatusOf(state, known.Bay, said.Word);
            bays[i] = known.Status == status && known.Zone == said.Zone && known.Since == said.Since ? known
                : new(known.Bay, said.Zone, status, said.Since);
        }
        return bays;
    }

    private void Read(LotState state)
    {
        _words.Clear();
        _words.EnsureCapacity(state.Sensors.Count);
        var hasMoved = !state.Placements.IsEmpty;
        // Its place in the inventory makes the bay, wherever the sensor hangs now.
        if (hasMoved)
            foreach (var (_, word) in state.Sensors)
                _words.TryAdd(word.Bay, (word.Zone, null, null));
        foreach (var (_, word) in state.Sensors)
        {
            var bay = state.BayOf(word);
            // Mounted on a bay that is no longer in the file: not counted.
            if (hasMoved && !_words.ContainsKey(bay))
                continue;
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, bay, out _);
            known = (known.Zone ?? word.Zone,
                known.Word is { } other ? Together(other, word.Status) : word.Status,
                word.Since is { } since && !(known.Since >= since) ? since : known.Since);
        }
    }

    private static BayStatus StatusOf(LotState state, string bay, BayStatus? word) =>
        state.Closings.ContainsKey(bay) ? BayStatus.Closed : state.Stuck.Contains(bay) ? BayStatus.Suspect : word ?? BayStatus.Unknown;

    /// <summary>One that knows is enough; two that contradict each other know nothing.</summary>
    private static BayStatus Together(BayStatus one, BayStatus other) => (IsKnown(one), IsKnown(other)) switch
    {
        (true, true) => one == other ? one : BayStatus.Unknown,
        (false, true) => other,
        _ => one,
    };

    private static bool IsKnown(BayStatus status) => status is BayStatus.Free or BayStatus.Occupied;
}
