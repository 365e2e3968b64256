using System.Globalization;
using System.Text;
using System.Text.Json;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>
/// A metering plug with Tasmota firmware: <c>tele/TOPIC/SENSOR</c> measures, <c>tele/TOPIC/STATE</c> and <c>stat/TOPIC/RESULT</c>
/// tell the relay, <c>tele/TOPIC/LWT</c> its life. PulseTime makes the plug open the relay on its own (tasmota.github.io/docs: Commands,
/// MQTT).
/// </summary>
internal static class Tasmota
{
    internal const string Name = "tasmota";

    /// <summary>PulseTime counts seconds from 100 on.</summary>
    private const int PulseOffset = 100;
    private const int PulseMost = 64_900;

    private const double WattHoursPerKilowattHour = 1000;

    internal static readonly TopicCodec Codec = new(topic => [$"tele/{topic}/", $"stat/{topic}/"], topic => $"cmnd/{topic}/#", Read, Write);

    private static TopicWord? Read(string rest, ReadOnlySpan<byte> payload)
    {
        if (rest == "LWT")
            return new(null, Encoding.UTF8.GetString(payload) == "Online");
        if (rest == "POWER")
            return Relay(Encoding.UTF8.GetString(payload));
        if (rest is not ("SENSOR" or "STATE" or "RESULT" or "STATUS10" or "STATUS11"))
            return null;
        var reader = new Utf8JsonReader(payload);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        foreach (var wrapper in new[] { "StatusSNS", "StatusSTS" })
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(wrapper, out var inner))
                root = inner;
        if (root.ValueKind != JsonValueKind.Object)
            throw new FormatException("not an object");
        if (root.TryGetProperty("POWER", out var power) || root.TryGetProperty("POWER1", out power))
            return Relay(power.GetString());
        return root.TryGetProperty("ENERGY", out var energy) && energy.ValueKind == JsonValueKind.Object ? new(Measured(root, energy), null)
            : null;
    }

    private static BoardSnapshot Measured(JsonElement root, JsonElement energy) => new([new SocketReading(1)
    {
        PowerW = Number(energy, "Power"),
        CurrentA = Number(energy, "Current"),
        VoltageV = Number(energy, "Voltage"),
        EnergyWh = Number(energy, "Total", WattHoursPerKilowattHour),
        TempC = root.TryGetProperty("ESP32", out var chip) && Number(chip, "Temperature") is { } value ? Celsius(root, value) : null,
    }]);

    private static double Celsius(JsonElement root, double value) =>
        root.TryGetProperty("TempUnit", out var unit) && unit.GetString() == "F" ? (value - 32) / 1.8 : value;

    private static TopicWord? Relay(string? word) => word switch
    {
        "ON" => new(new BoardSnapshot([new SocketReading(1) { Closed = true }]), null),
        "OFF" => new(new BoardSnapshot([new SocketReading(1) { Closed = false }]), null),
        _ => null,
    };

    /// <summary>Plugs of several phases send arrays; those are no e-bike's.</summary>
    private static double? Number(JsonElement from, string name, double times = 1) =>
        !from.TryGetProperty(name, out var value) ? null
        : FiniteNumber.Of(value, times) ?? throw new FormatException($"{name} is not {FiniteNumber.Expected}");

    private static (string Topic, string Payload)? Write(Command command, string topic) => command.Action switch
    {
        "start" =>
            ($"cmnd/{topic}/Backlog",
            string.Create(CultureInfo.InvariantCulture, $"PulseTime1 {Math.Min(PulseMost, PulseOffset + Seconds(command))}; Power1 ON")),
        "stop" or "cut" => ($"cmnd/{topic}/Power1", "OFF"),
        "read" => ($"cmnd/{topic}/Backlog", "Status 11; Status 10"),
        _ => null,
    };

    internal static int Seconds(Command command) =>
        command.Arguments.FirstOrDefault(one => one.Name == "max_s").Value is { } text ? int.Parse(text, CultureInfo.InvariantCulture)
            : 8 * 3600;
}
