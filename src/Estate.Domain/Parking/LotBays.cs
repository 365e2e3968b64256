using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>One bay as its sensors and the property report it.</summary>
public sealed record BayView(string Bay, string Zone, BayStatus Status, Instant? Since);

/// <summary>From sensors' words to bays: the map in force, two sensors on one bay, closings.</summary>
public static class LotBays
{
    /// <summary>All bays, by name. A bay whose sensor was taken away stays, unknown.</summary>
    public static IReadOnlyList<BayView> Bays(this LotState state) => [.. Views(state).OrderBy(bay => bay.Bay, StringComparer.Ordinal)];

    /// <summary>Zones by name.</summary>
    public static ImmutableArray<ZoneCounts> Count(this LotState state) =>
        Count(Words(state).Select(bay => (bay.Value.Zone, StatusOf(state, bay.Key, bay.Value.Word))));

    public static ImmutableArray<ZoneCounts> Count(IEnumerable<BayView> bays) => Count(bays.Select(bay => (bay.Zone, bay.Status)));

    private static ImmutableArray<ZoneCounts> Count(IEnumerable<(string Zone, BayStatus Status)> bays)
    {
        var zones = new Dictionary<string, int[]>();
        foreach (var (zone, status) in bays)
            (CollectionsMarshal.GetValueRefOrAddDefault(zones, zone, out _) ??= new int[ZoneCounts.Statuses])[(int)status]++;
        return [.. zones.OrderBy(zone => zone.Key, StringComparer.Ordinal).Select(zone => ZoneCounts.Of(zone.Key, zone.Value))];
    }

    /// <summary>What tells of that bay now, wherever it hung before.</summary>
    internal static IEnumerable<DeviceId> SensorsAt(this LotState state, string bay) =>
        state.Sensors.Values.Where(word => state.BayOf(word) == bay).Select(word => word.Sensor);

    internal static string BayOf(this LotState state, SensedBay word) =>
        state.Placements.IsEmpty ? word.Bay : state.Placements.GetValueOrDefault(word.Sensor.ToString()) ?? word.Bay;

    private static IEnumerable<BayView> Views(LotState state) =>
        Words(state).Select(bay => new BayView(bay.Key, bay.Value.Zone, StatusOf(state, bay.Key, bay.Value.Word), bay.Value.Since));

    private static BayStatus StatusOf(LotState state, string bay, BayStatus? word) =>
        state.Closings.ContainsKey(bay) ? BayStatus.Closed : state.Stuck.Contains(bay) ? BayStatus.Suspect : word ?? BayStatus.Unknown;

    /// <summary>What is said of each bay.</summary>
    private static Dictionary<string, (string Zone, BayStatus? Word, Instant? Since)> Words(LotState state)
    {
        var words = new Dictionary<string, (string Zone, BayStatus? Word, Instant? Since)>(state.Sensors.Count);
        var hasMoved = !state.Placements.IsEmpty;
        // Its place in the inventory makes the bay, wherever the sensor hangs now.
        if (hasMoved)
            foreach (var (_, word) in state.Sensors)
                words.TryAdd(word.Bay, (word.Zone, null, null));
        foreach (var (_, word) in state.Sensors)
        {
            var bay = state.BayOf(word);
            // Mounted on a bay that is no longer in the file: not counted.
            if (hasMoved && !words.ContainsKey(bay))
                continue;
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(words, bay, out _);
            known = (known.Zone ?? word.Zone,
                known.Word is { } other ? Together(other, word.Status) : word.Status,
                word.Since is { } since && !(known.Since >= since) ? since : known.Since);
        }
        return words;
    }

    /// <summary>One that knows is enough; two that contradict each other know nothing.</summary>
    private static BayStatus Together(BayStatus one, BayStatus other) => (IsKnown(one), IsKnown(other)) switch
    {
        (true, true) => one == other ? one : BayStatus.Unknown,
        (false, true) => other,
        _ => one,
    };

    private static bool IsKnown(BayStatus status) => status is BayStatus.Free or BayStatus.Occupied;
}
