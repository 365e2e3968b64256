using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>One bay as its sensors and the property tell it.</summary>
public sealed record BayView(string Bay, string Zone, BayStatus Status, Instant? Since);

/// <summary>From sensors' words to bays: the map in force, two sensors on one bay, closings.</summary>
public static class LotBays
{
    /// <summary>All bays, by name. A bay whose sensor was taken away stays, unknown.</summary>
    public static IReadOnlyList<BayView> Bays(this LotState state)
    {
        var words = new SortedDictionary<string, List<SensorWord>>(StringComparer.Ordinal);
        foreach (var word in state.Sensors.Values)
        {
            ListOf(words, word.Bay);
            ListOf(words, state.Placements.GetValueOrDefault(word.Sensor.ToString()) ?? word.Bay).Add(word);
        }
        var zones = state.Sensors.Values.GroupBy(word => word.Bay).ToDictionary(group => group.Key, group => group.First().Zone);
        return [.. words.Select(bay => new BayView(
            bay.Key,
            zones.GetValueOrDefault(bay.Key, "?"),
            state.Closings.ContainsKey(bay.Key) ? BayStatus.Closed : state.Stuck.Contains(bay.Key) ? BayStatus.Suspect : Together(bay.Value),
            bay.Value.Select(word => word.Since).Max()))];
    }

    public static ImmutableArray<ZoneCounts> Count(IEnumerable<BayView> bays) =>
        [.. bays.GroupBy(bay => bay.Zone).OrderBy(zone => zone.Key, StringComparer.Ordinal).Select(zone => ZoneCounts.Of(zone.Key, zone.Select(bay => bay.Status)))];

    /// <summary>One that knows is enough; two that contradict each other know nothing.</summary>
    private static BayStatus Together(List<SensorWord> words)
    {
        var known = words.Select(word => word.Status).Where(status => status is BayStatus.Free or BayStatus.Occupied).Distinct().ToList();
        return known.Count switch
        {
            1 => known[0],
            > 1 => BayStatus.Unknown,
            _ => words.Count == 0 ? BayStatus.Unknown : words[0].Status,
        };
    }

    private static List<SensorWord> ListOf(SortedDictionary<string, List<SensorWord>> words, string bay) =>
        words.TryGetValue(bay, out var list) ? list : words[bay] = [];
}
