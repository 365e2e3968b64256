using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>Firmware of a bay sensor: tells each change, and its whole state at every heartbeat.</summary>
public sealed class BaySensor(DeviceOptions options, TimeProvider time) : Device(options with { Kind = "parking" }, time)
{
    public bool IsOccupied { get; private set; }

    public void Park(bool occupied)
    {
        if (occupied == IsOccupied)
            return;
        IsOccupied = occupied;
        Record("occupancy", $"{{\"occupied\":{State}}}");
    }

    /// <summary>After power came.</summary>
    public void Start(bool occupied, string resetCause)
    {
        IsOccupied = occupied;
        Record("startup", $"{{\"occupied\":{State},\"reset_cause\":\"{resetCause}\",\"firmware\":\"sim-1.0\"}}");
    }

    public void Beat() => Telemetry("heartbeat", $"{{\"occupied\":{State},\"battery_pct\":90,\"temperature_c\":18.5}}");

    protected override bool Perform(string action, JsonElement data) => false;

    private string State => IsOccupied ? "true" : "false";
}
