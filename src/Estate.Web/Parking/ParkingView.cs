using Estate.Domain.Devices;
using Estate.Domain.Parking;
using NodaTime;

namespace Estate.Web.Parking;

/// <summary>The lot at one moment; <paramref name="Rows"/> are the map's pieces by name.</summary>
public sealed record ParkingView(
    DeviceId Lot, Instant At, IReadOnlyList<BayView> Bays, IReadOnlyList<ZoneCounts> Zones, int? Inside,
    IReadOnlyDictionary<string, BayView[]> Rows)
{
    public ZoneCounts All { get; } = ZoneCounts.Sum("", [.. Zones]);

    internal static ParkingView Of(DeviceId lot, Instant now, LotState state)
    {
        var bays = state.Bays();
        var rows = bays.GroupBy(bay => bay.Zone).OrderBy(zone => zone.Key, StringComparer.Ordinal)
            .SelectMany(zone => zone.Chunk(ParkingRow.PerRow).Select((row, index) => (Name: RowName(zone.Key, index), Bays: row)));
        return new(
            lot, now, bays, LotBays.Count(bays), state.Inside, new OrderedDictionary<string,
            BayView[]>(rows.Select(row => KeyValuePair.Create(row.Name, row.Bays))));
    }

    /// <summary>Names of a zone's rows, in order.</summary>
    public IEnumerable<string> RowsOf(string zone) => Rows.Where(row => row.Value[0].Zone == zone).Select(row => row.Key);

    private static string RowName(string zone, int index) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"row-{zone}-{index}");
}
