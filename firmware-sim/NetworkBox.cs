using System.Globalization;
using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>
/// Firmware of an access point or a switch that speaks by itself: says how it is now and then, and at once when its uplink changes.
/// </summary>
public sealed class NetworkBox(DeviceOptions options, TimeProvider time) : Device(options with { Kind = "network" }, time)
{
    private readonly long _began = time.GetTimestamp();
    private readonly TimeProvider _time = time;

    /// <summary>Null for a box that has none, such as a switch.</summary>
    public int? Clients { get; set; }
    public double LossPct { get; set; }
    public double InMbit { get; set; }
    public bool IsUplinkUp { get; private set; } = true;

    /// <summary>By what its name says, such as ap-1.</summary>
    public static bool HasClients(string name) => name.StartsWith("ap-", StringComparison.Ordinal);

    public void Beat() => Telemetry("network", Report);

    /// <summary>It has a second way to the gateway, or nobody would hear of it.</summary>
    public void SetUplink(bool isUp)
    {
        IsUplinkUp = isUp;
        Record("network", Report);
    }

    protected override bool Perform(string action, JsonElement data) => false;

    private string Report => string.Create(CultureInfo.InvariantCulture,
        $"{{\"uptime_s\":{_time.GetElapsedTime(_began).TotalSeconds:0},\"uplink_up\":{(IsUplinkUp ? "true" : "false")}"
            + $",\"loss_pct\":{LossPct:0.#},\"in_mbit\":{InMbit:0.#},\"out_mbit\":{InMbit / 8:0.#}{Connected}}}");

    private string Connected => Clients is { } clients ? string.Create(CultureInfo.InvariantCulture, $",\"clients\":{clients}") : "";
}
