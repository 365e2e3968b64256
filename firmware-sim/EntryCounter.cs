using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>Firmware of a counter at the entry.</summary>
public sealed class EntryCounter(DeviceOptions options, TimeProvider time) : Device(options with { Kind = "counter" }, time)
{
    public void Pass(bool isIn, int cars = 1) => Record("passage", $"{{\"direction\":\"{(isIn ? "in" : "out")}\",\"cars\":{cars}}}");

    protected override bool Perform(string action, JsonElement data) => false;
}
