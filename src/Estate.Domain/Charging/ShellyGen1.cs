using System.Text;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>
/// A Shelly plug of the first generation: one bare value per topic under <c>shellies/TOPIC/</c>; energy in watt minutes. It cannot
/// be given a time, so its own auto-off must be set (shelly-api-docs.shelly.cloud, gen1: Shelly Plug, MQTT).
/// </summary>
internal static class ShellyGen1
{
    internal const string Name = "shelly-gen1";

    private const double WattMinutesPerWattHour = 60;

    internal static readonly TopicCodec Codec = new(topic => [$"shellies/{topic}/"], topic =>
        $"shellies/{topic}/relay/0/command", Read, Write);

    private static TopicWord? Read(string rest, ReadOnlySpan<byte> payload)
    {
        var text = Encoding.UTF8.GetString(payload);
        return rest switch
        {
            "online" => new(null, text == "true"),
            "relay/0" => text switch
            {
                "on" => One(new(1) { Closed = true }),
                "off" => One(new(1) { Closed = false }),
                // Its own protection opened it.
                "overpower" => new(new ProtectionReport(ProtectionKind.OverPower, true, 1), null),
                _ => throw new FormatException($"relay is '{text}'"),
            },
            "relay/0/power" => One(new(1) { PowerW = Number(text) }),
            "relay/0/energy" => One(new(1) { EnergyWh = Number(text) / WattMinutesPerWattHour }),
            "temperature" => One(new(1) { TempC = Number(text) }),
            // Its "0" means below its own, higher limit; that it has cooled the temperature itself says.
            "overtemperature" => text == "1" ? new(new ProtectionReport(ProtectionKind.OverTemperature, true, 1), null) : null,
            _ => null,
        };
    }

    private static TopicWord One(SocketReading reading) => new(new BoardSnapshot([reading]), null);

    private static double Number(string text) =>
        FiniteNumber.TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not {FiniteNumber.Expected}");

    private static (string Topic, string Payload)? Write(Command command, string topic) => command.Action switch
    {
        "start" => ($"shellies/{topic}/relay/0/command", "on"),
        "stop" or "cut" => ($"shellies/{topic}/relay/0/command", "off"),
        _ => null,
    };
}
