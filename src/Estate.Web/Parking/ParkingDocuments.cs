using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Parking;

namespace Estate.Web.Parking;

/// <summary>
/// The lot as JSON: a summary in the words of DATEX II, and a feed of every bay in the spirit of GBFS (last_updated is the
/// feed's, last_reported the sensor's; ttl in seconds).
/// </summary>
internal static class ParkingDocuments
{
    internal static readonly int Ttl = (int)ParkingBoard.AtLeastEvery.TotalSeconds;

    internal static string Summary(ParkingView view) => JsonSerializer.Serialize(
        new SummaryBody(
            view.Lot.Name, StatusOf(view.All), Of(view.All),
            [.. view.Zones.Select(zone => new ZoneBody(zone.Zone, StatusOf(zone), Of(zone)))],
            view.Inside is { } inside ? new(inside, view.All.Occupied - inside) : null,
            view.At.ToString(), ParkingTexts.Count(view.All)),
        ParkingBodies.Default.SummaryBody);

    internal static string Feed(ParkingView view) => JsonSerializer.Serialize(
        new FeedBody(
            view.At.ToUnixTimeSeconds(), Ttl, "1.0",
            new([.. view.Bays.Select(bay => new FeedBay(bay.Bay, bay.Zone, WireName.Of(bay.Status), bay.Since?.ToUnixTimeSeconds()))])),
        ParkingBodies.Default.FeedBody);

    /// <summary>DATEX II's site status.</summary>
    internal static string StatusOf(ZoneCounts counts) =>
        !counts.FreeBays.IsTellable ? "unknown"
        : counts.Free == 0 ? "full"
        : counts.Free * 20 <= counts.Total ? "almost_full"
        : "spaces_available";

    private static CountsBody Of(ZoneCounts counts) => new(
        counts.Total, counts.Free, counts.Occupied, counts.Doubtful, counts.Closed, counts.Stale, counts.Suspect, counts.Fault,
        counts.Occupancy is { } occupancy ? Math.Round(occupancy, 3) : null);
}

/// <summary><paramref name="Unknown"/> are all bays in doubt; those silent, suspect or faulty are among them.</summary>
internal sealed record CountsBody(
    int Total, int Free, int Occupied, int Unknown, int Closed, int Stale, int Suspect, int Fault, double? Occupancy);

internal sealed record ZoneBody(string Zone, string Status, CountsBody Counts);

internal sealed record CounterBody(int Inside, int Residual);

internal sealed record SummaryBody(
    string Lot, string Status, CountsBody Counts, IReadOnlyList<ZoneBody> Zones, CounterBody? Counter, string AsOf, Text Text);

internal sealed record FeedBay(string BayId, string Zone, string Status, long? LastReported);

internal sealed record FeedData(IReadOnlyList<FeedBay> Bays);

internal sealed record FeedBody(long LastUpdated, int Ttl, string Version, FeedData Data);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(
    PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.SnakeCaseLower)]
[System.Text.Json.Serialization.JsonSerializable(typeof(SummaryBody))]
[System.Text.Json.Serialization.JsonSerializable(typeof(FeedBody))]
internal sealed partial class ParkingBodies : System.Text.Json.Serialization.JsonSerializerContext;
