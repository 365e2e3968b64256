using Estate.Domain.Devices;

namespace Estate.Web.Devices;

/// <summary>What runs with its health, and what waits for a restart.</summary>
internal sealed record InventoryBody(IReadOnlyList<DeviceBody> Devices, IReadOnlyList<WaitingBody> Waiting)
{
    internal static InventoryBody Of(
        IEnumerable<StatusCard> cards, IReadOnlyDictionary<string, DeviceSettings> next, DeviceAdministration desk) => new(
        [.. cards.Select(card =>
            new DeviceBody(
                card.Device.ToString(), card.Tone.ToString().ToLowerInvariant(), card.LastSeen?.ToString(), card.IsOnline, card.BatteryPct,
                card.Firmware, next.GetValueOrDefault(card.Device.ToString())?.Values))],
        [.. desk.Waiting.Select(one => new WaitingBody(one.Id, one.What))]);
}
