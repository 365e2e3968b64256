using Estate.Domain.Devices;
using Estate.Web.Shared;

namespace Estate.Web.Monitors;

internal sealed record SensorRow(string Sensor, string Place, string State, double? BatteryPct, string LastHeard)
{
    internal static SensorRow Of(StatusCard card, PageReads reads, Language language) => new(
        language.Pick(reads.Names.Of(card.Device)), reads.Names.PlaceOf(card.Device).Words is { } place ? language.Pick(place) : "",
        SensorPageEndpoints.WordsOf(card, language), card.BatteryPct,
        card.LastSeen is { } seen ? TimeText.Minute(seen, reads.Zone) : "");
}
