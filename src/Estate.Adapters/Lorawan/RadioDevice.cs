using System.Buffers;
using System.Text;
using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;

namespace Estate.Adapters.Lorawan;

/// <summary>A device behind a network server.</summary>
internal sealed class RadioDevice(DeviceSettings settings, DeviceProfile profile)
{
    private volatile string? _uplinkTopic;

    internal DeviceSettings Settings => settings;
    internal DeviceProfile Profile => profile;

    /// <summary>A device's settings, as a codec may want them; texts, as network servers give them. Made anew each time.</summary>
    internal string Variables => Json(settings);

    /// <summary>Where its network server said its last uplink; null while it said none. Any thread.</summary>
    internal string? UplinkTopic
    {
        get => _uplinkTopic;
        set => _uplinkTopic = value;
    }

    private static string Json(DeviceSettings settings)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in settings.Values)
                json.WriteString(name, value);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
