using System.Text.Json;
using Estate.Domain.Gate;
using Estate.Web.Tests.Running;

namespace Estate.Web.Tests.Gate;

/// <summary>The gate of the tests' estate: what its simulated wires say and are told, and what the API says of it.</summary>
internal static class SideGate
{
    internal const string Locked = "out gate/s-gate:lock 1";
    internal const string Released = "out gate/s-gate:lock 0";

    /// <summary>A card at the reader, as 26 bits of Wiegand.</summary>
    internal static string Frame(ulong data)
    {
        var frame = Wiegand.Encode(26, data);
        return "frame gate/s-gate:reader " + Convert.ToString((long)frame.Bits, 2).PadLeft(26, '0');
    }

    internal static async Task<JsonElement> StateAsync(RunningGateway gateway) =>
        JsonDocument.Parse(await gateway.GetAsync("/api/gates/s-gate")).RootElement.Clone();
}
