using System.Globalization;
using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>
/// Firmware of a sensor of water, of smoke, of a door, or of a camera box that looks for e-bikes in a lift: says all it senses at every
/// change, and now and then.
/// </summary>
/// <param name="senses">Such as leak, smoke, open, e_bike.</param>
public sealed class Sensor(DeviceOptions options, TimeProvider time, string senses)
    : Device(options with { Kind = "monitor" }, time)
{
    private int _pictures;

    public string Senses => senses;

    public bool IsActive { get; private set; }

    public void Sense(bool active)
    {
        if (active == IsActive)
            return;
        IsActive = active;
        var picture = active && senses == "e_bike"
            ? string.Create(CultureInfo.InvariantCulture, $",\"picture\":\"{Name}/{++_pictures:D4}\"") : "";
        Record("senses", $"{{{State}{picture},\"battery_pct\":90}}");
    }

    public void Beat() => Telemetry("senses", $"{{{State},\"temperature_c\":18.5,\"battery_pct\":90}}");

    /// <summary>By what its name says, such as pump-room-water.</summary>
    public static string SenseOf(string name) => name.Split('-')[^1] switch
    {
        "water" => "leak",
        "smoke" => "smoke",
        "camera" => "e_bike",
        _ => "open",
    };

    protected override bool Perform(string action, JsonElement data) => false;

    private string State => $"\"{senses}\":{(IsActive ? "true" : "false")}";
}
