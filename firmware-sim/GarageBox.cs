using System.Globalization;
using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>Firmware of the box at the door of a garage for bicycles: says what goes in and out, and what a camera sees inside.</summary>
public sealed class GarageBox(DeviceOptions options, TimeProvider time) : Device(options with { Kind = "garage" }, time)
{
    /// <param name="bike">bicycle or e_bike; null: it made out none.</param>
    public string Pass(bool isIn, string? bike, string? tag = null)
    {
        var kind = bike is null ? "" : $",\"bike\":\"{bike}\"";
        var read = tag is null ? "" : $",\"tag\":\"{tag}\"";
        return Record("bikes", $"{{\"direction\":\"{(isIn ? "in" : "out")}\"{kind}{read}}}");
    }

    public void Stand(int bicycles, int eBikes, int unknown = 0) => Telemetry("standing", string.Create(
        CultureInfo.InvariantCulture, $"{{\"bicycles\":{bicycles},\"e_bikes\":{eBikes},\"unknown\":{unknown}}}"));

    protected override bool Perform(string action, JsonElement data) => false;
}
