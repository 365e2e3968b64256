using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>Firmware of a reader on a wall where guards tap.</summary>
public sealed class CheckpointReader(DeviceOptions options, TimeProvider time) : Device(options with { Kind = "checkpoint" }, time)
{
    public string Tap(string card) => Record("visit", $"{{\"card\":\"{card}\"}}");

    public void Beat() => Telemetry("alive", "{\"battery_pct\":90}");

    protected override bool Perform(string action, JsonElement data) => false;
}
