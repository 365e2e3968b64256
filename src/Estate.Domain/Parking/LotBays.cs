using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>One bay as its sensors and the property tell it.</summary>
public sealed record BayView(string Bay, string Zone, BayStatus Status, Instant? Since);

/// <summary>From sensors' words to bays: the map in force, two sensors on one bay, closings.</summary>
public static class LotBays
{
    /// <summary>All bays, by name. A bay whose sensor was taken away stays, unknown.</summary>
    public static IReadOnlyList<BayView> Bays(this LotState state) => [.. Views(state).OrderBy(bay => bay.Bay, StringComparer.Ordinal)];

    /// <summary>Zones by name.</summary>
    public static ImmutableArray<ZoneCounts> Count(this LotState state) => Count(Views(state));

    public static ImmutableArray<ZoneCounts> Count(IEnumerable<BayView> bays) =>
        [.. bays.GroupBy(bay => bay.Zone).OrderBy(zone => zone.Key, StringComparer.Ordinal).Select(zone => ZoneCounts.Of(zone.Key, zone.Select(bay => bay.Status)))];

    private static IEnumerable<BayView> Views(LotState state)
    {
        var words = new Dictionary<string, (string Zone, BayStatus? Word, Instant? Since)>(state.Sensors.Count);
        // Its place in the inventory makes the bay, wherever the sensor hangs now.
        foreach (var word in state.Sensors.Values)
            words.TryAdd(word.Bay, (word.Zone, null, null));
        foreach (var word in state.Sensors.Values)
        {
            var bay = state.Placements.IsEmpty ? word.Bay : state.Placements.GetValueOrDefault(word.Sensor.ToString()) ?? word.Bay;
            // Mounted on a bay that is no longer in the file: it tells of nothing we count.
            if (!words.TryGetValue(bay, out var known))
                continue;
            words[bay] = (known.Zone, known.Word is { } other ? Together(other, word.Status) : word.Status, word.Since is { } since && !(known.Since >= since) ? since : known.Since);
        }
        return words.Select(bay => new BayView(
            bay.Key, bay.Value.Zone,
            state.Closings.ContainsKey(bay.Key) ? BayStatus.Closed : state.Stuck.Contains(bay.Key) ? BayStatus.Suspect : bay.Value.Word ?? BayStatus.Unknown,
            bay.Value.Since));
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
