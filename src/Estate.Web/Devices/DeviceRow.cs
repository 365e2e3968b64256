using Estate.Domain.Devices;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

internal sealed record DeviceRow(
    string Device, string Kind, string State, string LastHeard, string Online, double? BatteryPct, string Firmware, string Details)
{
    internal static DeviceRow Of(StatusCard card, PageReads reads, Language language) => new(
        card.Device.ToString(), language.Pick(card.Kind), language.Pick(DeviceLines.Of(card.Tone)), card.LastSeen?.Read(reads.Zone) ?? "",
        DeviceLines.Online(card, language), card.BatteryPct, card.Firmware ?? "",
        string.Join("; ", card.Lines.Select(line => $"{language.Pick(line.Label)}: {language.Pick(line.Value)}")));
}
