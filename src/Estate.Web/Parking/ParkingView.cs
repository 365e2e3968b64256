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
    internal static ParkingView Of(DeviceId lot, Instant now, LotState state, ParkingView? before)
    {
        var bays = state.Bays();
        var rows = bays.GroupBy(bay => bay.Zone).OrderBy(zone => zone.Key, StringComparer.Ordinal)
            .SelectMany(zone => zone.Chunk(ParkingRow.PerRow).Select((row, index) =>
                Row(string.Create(CultureInfo.InvariantCulture, $"row-{zone.Key}-{index}"), zone.Key, row, before)));
        return new(lot, now, bays, LotBays.Count(bays), state.Inside, [.. rows]);
    }

    /// <summary>The very same: then it is not sent again.</summary>
    internal bool Has(MapRow row) => ReferenceEquals(_byName.GetValueOrDefault(row.Name), row);

    private static MapRow Row(string name, string zone, BayView[] bays, ParkingView? before) =>
        before?._byName.GetValueOrDefault(name) is { } same && same.Bays.SequenceEqual(bays) ? same : new(name, zone, bays);
}
