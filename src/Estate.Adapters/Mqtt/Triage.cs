using System.Text;
using Estate.Adapters.Lorawan;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Mqtt;

/// <summary>What a message is worth of whose sender most is not read. Any thread.</summary>
public sealed class Triage
{
    private readonly MessageDecoder _decoder;

    /// <summary>By kind, as they stand in a message.</summary>
    private readonly Dictionary<string, byte[][]> _urgentTypes;

    public Triage(MessageDecoder decoder, IEnumerable<IDeviceKind> kinds)
    {
        _decoder = decoder;
        _urgentTypes = kinds.ToDictionary(kind => kind.Name, kind => kind.EventTypes.Concat(kind.TelemetryTypes)
            .Where(type => type.Value.Type.GetProperty(nameof(IReading.IsUrgent))?.DeclaringType == type.Value.Type)
            .Select(type => Encoding.UTF8.GetBytes($"\"{type.Key}\"")).ToArray());
    }

    /// <summary>False for what needs no reading to know that it is nobody's safety: a flood is cheap to pass over.</summary>
    public bool MayBeUrgent(string topic, ReadOnlySpan<byte> payload)
    {
        if (!EstateTopic.TryParse(topic, out var parsed))
            return _decoder.Foreign?.IsItsTopic(topic) == true;
        // A letter may be written as an escape.
        if (payload.Contains((byte)'\\'))
            return true;
        foreach (var type in _urgentTypes.GetValueOrDefault(parsed.Device.Kind, []))
            if (payload.IndexOf(type) >= 0)
                return true;
        return false;
    }

    public MessageValue Classify(string topic, ReadOnlySpan<byte> payload, bool isRetained, Instant receivedAt)
    {
        // Copies of a radio frame are recognised by reading it once; no safety rests on radio.
        if (NetworkServerInput.IsItsTopic(topic))
            return MessageValue.Nothing;
        var signals = new List<Signal>();
        // What could be read of a message counts, whatever of it was refused.
        _decoder.Decode(topic, payload, isRetained, receivedAt, signals);
        return signals.Exists(signal => signal is DeviceEvent { Reading.IsUrgent: true } or DeviceTelemetry { Reading.IsUrgent: true })
            ? MessageValue.Safety
            : signals.Exists(signal => signal is DeviceTelemetry or DeviceStatus) ? MessageValue.Reading
            : MessageValue.Nothing;
    }
}
