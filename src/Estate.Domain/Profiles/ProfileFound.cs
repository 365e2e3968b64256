using System.Text.Json;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>How a device of a profile announces itself on the broker: on which topic, and which level it has.</summary>
public sealed class ProfileFound
{
    private readonly ProfileMessage _message;
    private readonly CelProgram? _device;

    internal ProfileFound(string topic, ProfileMessage message, CelProgram? device) =>
        (Topic, _message, _device) = (topic, message, device);

    /// <summary>A filter of MQTT.</summary>
    public string Topic { get; }

    /// <summary>The level that is the device's own <c>topic</c>; null where this is no announcement of such a device.</summary>
    public string? DeviceOf(ReadOnlySpan<byte> announcement)
    {
        try
        {
            return _message.Ask(announcement, _device) is { Kind: CelKind.String } level ? level.AsText : null;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException)
        {
            return null;
        }
    }
}
