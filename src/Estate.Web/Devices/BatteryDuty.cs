using System.Globalization;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;
using Estate.Web.Duty;

namespace Estate.Web.Devices;

/// <summary>Devices whose battery is nearly empty, the emptiest first.</summary>
internal sealed class BatteryDuty(EstateLoop loop, DeviceNames names) : IDutySource
{
    public async Task<DutyPart> FindAsync()
    {
        var low = (await loop.CardsAsync(await loop.DevicesAsync())).Where(card => card.BatteryPct <= StatusCard.LowBatteryPct)
            .OrderBy(card => card.BatteryPct);
        return new(4, new("电量低的设备", "Low batteries"), new("电量都够", "All batteries last"), [.. low.Select(LineOf)])
        {
            Href = "/staff/devices",
        };
    }

    private DutyLine LineOf(StatusCard card)
    {
        var (name, left) = (names.Of(card.Device), card.BatteryPct!.Value.ToString("0", CultureInfo.InvariantCulture));
        return new(
            new($"{name.Zh}：剩 {left} %", $"{name.En}: {left} % left"),
            $"/staff/devices/{Uri.EscapeDataString(card.Device.Kind)}/{Uri.EscapeDataString(card.Device.Name)}");
    }
}
