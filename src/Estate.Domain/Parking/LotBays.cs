using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>One bay as its sensors and the property report it.</summary>
public sealed record BayView(string Bay, string Zone, BayStatus Status, Instant? Since);

/// <summary>A lot's bays, and how many of each status; whoever counts often keeps a <see cref="BayCensus"/>.</summary>
public static class LotBays
{
    /// <summary>All bays, by name. A bay whose sensor was taken away stays, unknown.</summary>
    public static IReadOnlyList<BayView> Bays(this LotState state) => new BayCensus().Bays(state);

    /// <summary>Zones by name.</summary>
    public static ImmutableArray<ZoneCounts> Count(this LotState state) => new BayCensus().Count(state);

    public static ImmutableArray<ZoneCounts> Count(IEnumerable<BayView> bays) => Count(bays.Select(bay => (bay.Zone, bay.Status)));

    /// <summary>What tells of that bay now, wherever it hung before.</summary>
    internal static IEnumerable<DeviceId> SensorsAt(this LotState state, string bay) =>
        state.Sensors.Values.Where(word => state.BayOf(word) == bay).Select(word => word.Sensor);

    /// <summary>Where a sensor hangs now.</summary>
    public static string BayOf(this LotState state, SensedBay word) =>
        state.Placements.IsEmpty ? word.Bay : state.Placements.GetValueOrDefault(word.Sensor.ToString()) ?? word.Bay;

    internal static ImmutableArray<ZoneCounts> Count(IEnumerable<(string Zone, BayStatus Status)> bays)
    {
        var zones = new Dictionary<string, int[]>();
        foreach (var (zone, status) in bays)
            (CollectionsMarshal.GetValueRefOrAddDefault(zones, zone, out _) ??= new int[ZoneCounts.Statuses])[(int)status]++;
        return [.. zones.OrderBy(zone => zone.Key, StringComparer.Ordinal).Select(zone => ZoneCounts.Of(zone.Key, zone.Value))];
    }
}
