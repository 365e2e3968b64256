using System.Text;
using System.Text.Json;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// Devices that speak MQTT in their makers' way, on topics of their own: <c>codec</c> says how, <c>topic</c> where (the device's
/// name, if it is left out).
/// </summary>
public sealed class ForeignTopics
{
    private static readonly string[] Taken = ["estate", "application", "v3", "tele", "stat", "cmnd", "shellies"];

    private readonly Dictionary<string, (DeviceId Device, TopicCodec Codec)> _prefixes = [];
    private readonly Dictionary<DeviceId, (string Topic, TopicCodec Codec)> _devices = [];

    /// <exception cref="FormatException">A codec that the device's kind does not have, or a topic that
    /// cannot be, or is there twice.</exception>
    public ForeignTopics(IEnumerable<IDeviceKind> kinds, IEnumerable<DeviceSettings> inventory)
    {
        var codecs = kinds.OfType<ITopicKind>().ToDictionary(kind => kind.Name, kind => kind.TopicCodecs);
        foreach (var settings in inventory)
        {
            if (!settings.Values.TryGetValue("codec", out var name) || settings.Values.ContainsKey("dev_eui")
                || !codecs.TryGetValue(settings.Device.Kind, out var known))
                continue;
            if (!known.TryGetValue(name, out var codec))
                throw new FormatException($"{settings.Device}: codec is not one of {string.Join(", ", known.Keys)}");
            var topic = settings.Values.GetValueOrDefault("topic", settings.Device.Name);
            if (topic.Length is 0 or > 64 || !topic.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
                || Taken.Contains(topic))
                throw new FormatException($"{settings.Device}: topic '{topic}' is not one level of letters, digits, - and _");
            _devices.Add(settings.Device, (topic, codec));
            foreach (var prefix in codec.Says(topic))
                if (!_prefixes.TryAdd(prefix, (settings.Device, codec)))
                    throw new FormatException($"{settings.Device}: topic '{topic}' is another device's already");
        }
    }

    /// <summary>What the gateway listens to.</summary>
    public IEnumerable<string> Filters => _prefixes.Keys.Select(prefix => prefix + "#");

    /// <summary>Lines of the broker's access list: each device its own topics, the gateway all of them.</summary>
    public IEnumerable<string> AccessLines(bool forGateway) => forGateway
        ? _devices.Values.SelectMany(one =>
            one.Codec.Says(one.Topic).Select(prefix => $"topic read {prefix}#").Append($"topic write {one.Codec.Hears(one.Topic)}"))
        : _devices.SelectMany(one =>
            one.Value.Codec.Says(one.Value.Topic).Select(prefix => $"topic write {prefix}#").Prepend($"user {one.Key.Name}")
            .Append($"topic read {one.Value.Codec.Hears(one.Value.Topic)}"));

    public bool IsItsTopic(string topic) => Find(topic) is not null;

    public DeviceId? SpeakerOf(string topic) => Find(topic)?.Device;

    /// <returns>Null when all went well, also for what says nothing we use.</returns>
    public Rejection? Decode(string topic, ReadOnlySpan<byte> payload, bool isRetained, Instant receivedAt, List<Signal> signals)
    {
        if (payload.Length > MessageDecoder.MaxPayload)
            return MessageDecoder.TooLarge(payload.Length);
        var (device, codec, rest) = Find(topic)!.Value;
        try
        {
            if (codec.Read(rest, payload) is not { } word)
                return null;
            if (word.IsOnline is { } isOnline)
                signals.Add(new DeviceStatus(device, isOnline, 0, null, receivedAt, isRetained));
            if (word.Reading is not { } reading)
                return null;
            if (isRetained)
                return new(RejectReason.Retained, "a value that the broker kept is of some other time");
            if (reading.Fault is { } fault)
                return fault;
            signals.Add(new DeviceTelemetry(device, EventTime.Now(receivedAt), reading));
            return null;
        }
        catch (JsonException failure)
        {
            return MessageDecoder.NotJson(failure);
        }
        catch (FormatException failure)
        {
            return new(RejectReason.BadMember, failure.Message);
        }
        catch (InvalidOperationException)
        {
            return MessageDecoder.OtherValue;
        }
    }

    /// <summary>How a command is sent to the device; null for devices that speak our own protocol.</summary>
    /// <param name="message">Null where such a device has no such command.</param>
    public bool TryEncode(Command command, out (string Topic, byte[] Payload)? message)
    {
        message = null;
        if (!_devices.TryGetValue(command.Device, out var known))
            return false;
        if (known.Codec.Write(command, known.Topic) is var (topic, payload))
            message = (topic, Encoding.UTF8.GetBytes(payload));
        return true;
    }

    private (DeviceId Device, TopicCodec Codec, string Further)? Find(string topic)
    {
        var slash = topic.IndexOf('/', StringComparison.Ordinal);
        for (var level = 0; level < 2 && slash >= 0; level++, slash = topic.IndexOf('/', slash + 1))
            if (_prefixes.TryGetValue(topic[..(slash + 1)], out var known))
                return (known.Device, known.Codec, topic[(slash + 1)..]);
        return null;
    }
}
