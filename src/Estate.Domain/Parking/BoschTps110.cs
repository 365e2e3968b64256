using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>
/// Bosch TPS110. Port 1: one byte, bit 0 occupied. Port 2, the heartbeat: the same, and the temperature as a signed byte.
/// Port 3, after a reset: three debug codes of 4 bytes, firmware 3, reset cause, occupied. Source: TheThingsNetwork
/// lorawan-devices, vendor/bosch/tps110-0292-codec.yaml and tpl110-0292.js (MIT).
/// </summary>
internal static class BoschTps110
{
    internal const string Name = "bosch-tps110";

    private const int StartupBytes = 17;
    private static readonly string[] Causes = ["watchdog", "power_on", "system_request", "other"];

    internal static IReading? Decode(UplinkPayload uplink, DeviceSettings settings) => (uplink.Port, uplink.Bytes) switch
    {
        (1, [var state]) => new BayReport(IsOccupied(state)),
        (2, [var state]) => new BayReport(IsOccupied(state)),
        (2, [var state, var degrees]) => new BayReport(IsOccupied(state)) { TemperatureC = unchecked((sbyte)degrees) },
        (3, { Length: StartupBytes } bytes) => new BayReport(IsOccupied(bytes[16]))
        {
            // 0 and what is beyond the table are no causes that Bosch names.
            ResetCause = bytes[15] is >= 1 and <= 4 ? Causes[bytes[15] - 1] : "other",
            Firmware = string.Create(CultureInfo.InvariantCulture, $"{bytes[12]}.{bytes[13]}.{bytes[14]}"),
        },
        _ => null,
    };

    private static bool IsOccupied(byte state) => (state & 1) == 1;
}
