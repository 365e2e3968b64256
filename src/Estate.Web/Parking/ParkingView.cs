using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using NodaTime;

namespace Estate.Web.Parking;

/// <summary>The lot at one moment; <paramref name="Rows"/> are the map's, zone by zone.</summary>
public sealed record ParkingView(
    DeviceId Lot, Instant At, IReadOnlyList<BayView> Bays, IReadOnlyList<ZoneCounts> Zones, int? Inside, IReadOnlyList<MapRow> Rows)
{
    private readonly Dictionary<string, MapRow> _byName = Rows.ToDictionary(row => row.Name);

    public ZoneCounts All { get; } = ZoneCounts.Sum("", [.. Zones]);

    /// <param name="before">What did not change since is taken over, as it is drawn.</param>
    internal static ParkingView Of(DeviceId lot, Instant now, LotState state, BayCensus census, ParkingView? before)
    {
        var bays = census.Bays(state, before?.Bays);
        var zones = LotBays.Count(bays);
        var byZone = zones.ToDictionary(zone => zone.Zone, zone => new List<BayView>(zone.Total));
        foreach (var bay in bays)
            byZone[bay.Zone].Add(bay);
        var rows = zones.SelectMany(zone => byZone[zone.Zone].Chunk(ParkingRow.PerRow).Select((row, index) =>
            Row(string.Create(CultureInfo.InvariantCulture, $"row-{zone.Zone}-{index}"), zone.Zone, row, before)));
        return new(lot, now, bays, zones, state.Inside, [.. rows]);
    }

    /// <summary>The very same: then it is not sent again.</summary>
    internal bool Has(MapRow row) => ReferenceEquals(_byName.GetValueOrDefault(row.Name), row);

    private static MapRow Row(string name, string zone, BayView[] bays, ParkingView? before) =>
        before?._byName.GetValueOrDefault(name) is { } same && same.Bays.SequenceEqual(bays) ? same : new(name, zone, bays);
}
