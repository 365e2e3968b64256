using System.Collections.Concurrent;
using System.Text.Json;
using Estate.Adapters.Codecs;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using NodaTime;

namespace Estate.Adapters.Lorawan;

/// <summary>
/// Sensors behind a LoRaWAN network server that publishes to the estate's broker. Which device an uplink is of says
/// <c>dev_eui</c> in the inventory; how to read it, its profile.
/// </summary>
public sealed class NetworkServerInput
{
    /// <summary>The network server's MQTT user name.</summary>
    public const string User = "lorawan";

    public static readonly IReadOnlyList<string> Filters = ["application/+/device/+/event/up", "v3/+/devices/+/up"];

    private readonly Dictionary<string, RadioDevice> _devices = [];
    private readonly UplinkDeduplicator _duplicates;
    private readonly UplinkOrder _order;

    /// <summary>Topics whose uplinks were of a device: what names it is in the payload.</summary>
    private readonly ConcurrentDictionary<string, DeviceId> _speakers = [];

    /// <param name="before">What was heard until now still counts: frames that come again are known.</param>
    /// <exception cref="FormatException">A device without a profile of a radio sensor, or an EUI that is none or twice.</exception>
    public NetworkServerInput(IEnumerable<DeviceSettings> inventory, CodecTable? codecs = null, NetworkServerInput? before = null)
    {
        Codecs = codecs ?? before?.Codecs ?? new();
        (_duplicates, _order) = (before?._duplicates ?? new(), before?._order ?? new());
        foreach (var settings in inventory.Where(one => one.Values.ContainsKey("dev_eui")))
        {
            var eui = settings.Values["dev_eui"].ToLowerInvariant();
            if (settings.Profile is not DeviceProfile { IsUplink: true } profile)
                throw new FormatException($"{settings.Device}: profile is missing, or not of a radio sensor; nobody can read it");
            if (eui.Length != 16 || !eui.All(char.IsAsciiHexDigit) || !_devices.TryAdd(eui, new(settings, profile)))
                throw new FormatException($"{settings.Device}: dev_eui '{eui}' is not 16 hexadecimal digits, or is there twice");
            _devices[eui].UplinkTopic = before?._devices.GetValueOrDefault(eui)?.UplinkTopic;
        }
        Orders = new(_devices.Values.ToDictionary(one => one.Settings.Device), Codecs);
    }

    /// <summary>Makers' codecs, by the profiles that name them.</summary>
    public CodecTable Codecs { get; }

    /// <summary>The way back.</summary>
    public NetworkServerOrders Orders { get; }

    /// <summary>A device of the inventory has it. Any thread.</summary>
    public bool Knows(string eui) => _devices.ContainsKey(eui);

    public static bool IsItsTopic(string topic) =>
        topic.StartsWith("application/", StringComparison.Ordinal) || topic.StartsWith("v3/", StringComparison.Ordinal);

    /// <returns>Null when all went well; a frame received by two gateways brings nothing the second time.</returns>
    public Rejection? Decode(string topic, ReadOnlySpan<byte> payload, bool isRetained, Instant receivedAt, List<Signal> signals)
    {
        if (isRetained)
            return new(RejectReason.Retained, "an uplink that the broker kept is of another day");
        if (payload.Length > MessageDecoder.MaxPayload)
            return MessageDecoder.TooLarge(payload.Length);
        try
        {
            var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = 32 });
            using var document = JsonDocument.ParseValue(ref reader);
            var uplink = topic.StartsWith("v3/", StringComparison.Ordinal)
                ? NetworkUplink.FromTheThingsStack(document.RootElement, out var problem)
                : NetworkUplink.FromChirpStackV4(document.RootElement, out problem);
            return uplink is null ? new(RejectReason.BadMember, problem!) : Receive(topic, uplink, receivedAt, signals);
        }
        catch (JsonException failure)
        {
            return MessageDecoder.NotJson(failure);
        }
        catch (InvalidOperationException)
        {
            return MessageDecoder.OtherValue;
        }
    }

    /// <summary>Null for a topic that brought nothing of a device yet. Any thread.</summary>
    public DeviceId? SpeakerOf(string topic) => _speakers.TryGetValue(topic, out var speaker) ? speaker : null;

    private Rejection? Receive(string topic, NetworkUplink uplink, Instant receivedAt, List<Signal> signals)
    {
        var before = signals.Count;
        var rejection = ReadUplink(topic, uplink, receivedAt, signals);
        // Of a frame that brought nothing each copy is a mistake: whoever repeats it is found out.
        if (rejection is not null && signals.Count == before)
            _duplicates.Forget(uplink.DevEui);
        return rejection;
    }

    private Rejection? ReadUplink(string topic, NetworkUplink uplink, Instant receivedAt, List<Signal> signals)
    {
        if (!_devices.TryGetValue(uplink.DevEui, out var device))
            return new(RejectReason.NotInInventory, $"no device has dev_eui {uplink.DevEui}");
        // Whoever makes up topics fills no memory.
        if (_speakers.Count < 2 * _devices.Count)
            _speakers.TryAdd(topic, device.Settings.Device);
        if (uplink.IsSimulated)
            return new(RejectReason.Simulated, "simulated in the network server's console; it counts for nothing");
        if (_duplicates.IsDuplicate(uplink with { At = uplink.At ?? receivedAt }))
            return null;
        if (_order.Place(uplink, receivedAt) is not { } time)
            return new(RejectReason.RepeatedFrame, $"frame {uplink.Counter} was heard before");
        device.UplinkTopic = topic;
        var (payload, profile) = (uplink.Payload, device.Profile);
        if (payload.Port == 0 || payload.Bytes.Length == 0)
            signals.Add(new DeviceHeard(device.Settings.Device, time));
        else if (Codecs.Find(profile.Name) is { } codec)
            signals.Add(new CodecUplink(device.Settings, profile, codec, new(
                IsEncoding: false, payload.Bytes, payload.Port, uplink.At ?? receivedAt, device.Variables), time));
        // Without the maker's codec the network server's own is as good; what comes of it is read by the same lines of the profile.
        else if (profile.ReadsDecoded && uplink.Decoded is { } decoded)
            return profile.ReadUplink(decoded, payload.Port, isDecoded: true, new(device.Settings, time), signals);
        else
            return profile.ReadUplink(payload.Bytes, payload.Port, isDecoded: false, new(device.Settings, time), signals);
        return null;
    }
}
