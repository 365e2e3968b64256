using System.Globalization;
using System.Text;
using System.Text.Json;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>
/// A Shelly plug of the second generation and later: <c>TOPIC/status/switch:0</c> with everything at each change,
/// <c>TOPIC/online</c> its life, <c>TOPIC/rpc</c> to order; <c>toggle_after</c> makes the plug open the relay on its own. "Generic
/// status update over
/// MQTT" must be on (shelly-api-docs.shelly.cloud, gen2: Mqtt, Switch).
/// </summary>
internal static class Shelly
{
    internal const string Name = "shelly";

    /// <summary>Answers to what we ask come back under the plug's own prefix.</summary>
    private const string Answers = "estate";

    internal static readonly TopicCodec Codec = new(topic => [topic + "/"], topic => topic + "/rpc", Read, Write);

    private static TopicWord? Read(string rest, ReadOnlySpan<byte> payload)
    {
        if (rest == "online")
            return new(null, Encoding.UTF8.GetString(payload) == "true");
        if (rest is not ("status/switch:0" or Answers + "/rpc"))
            return null;
        var reader = new Utf8JsonReader(payload);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("result", out var result))
            root = result;
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("output", out var output)
            && output.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? new(Measured(root, output.ValueKind == JsonValueKind.True), null)
            : null;
    }

    private static BoardSnapshot Measured(JsonElement root, bool isClosed) => new([new SocketReading(1)
    {
        Closed = isClosed,
        PowerW = Number(root, "apower"),
        CurrentA = Number(root, "current"),
        VoltageV = Number(root, "voltage"),
        EnergyWh = root.TryGetProperty("aenergy", out var energy) ? Number(energy, "total") : null,
        TempC = root.TryGetProperty("temperature", out var temperature) ? Number(temperature, "tC") : null,
    }]);

    private static double? Number(JsonElement from, string name) =>
        !from.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : FiniteNumber.Of(value) ?? throw new FormatException($"{name} is not {FiniteNumber.Expected}");

    private static (string Topic, string Payload)? Write(Command command, string topic) => command.Action switch
    {
        "start" =>
            Call(command, topic, "Switch.Set",
            string.Create(CultureInfo.InvariantCulture, $"\"on\":true,\"toggle_after\":{Tasmota.Seconds(command)}")),
        "stop" or "cut" => Call(command, topic, "Switch.Set", "\"on\":false"),
        "read" => Call(command, topic, "Switch.GetStatus", ""),
        _ => null,
    };

    private static (string Topic, string Payload) Call(Command command, string topic, string method, string more) =>
        (topic + "/rpc", $"{{\"id\":1,\"src\":\"{topic}/{Answers}\",\"method\":\"{method}\","
            + $"\"params\":{{\"id\":0{(more.Length > 0 ? "," : "")}{more}}},\"tag\":\"{command.Id}\"}}");
}
