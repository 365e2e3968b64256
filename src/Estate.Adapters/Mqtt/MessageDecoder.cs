using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Adapters.Lorawan;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// Turns a message into signals, or says why not. Never throws on any bytes. Knows channels and envelopes; what a reading
/// means is the kind's own schema.
/// </summary>
public sealed class MessageDecoder
{
    public const int MaxPayload = 64 * 1024;
    internal const int MaxDepth = 16;
    private const int MaxBatch = 500;

    /// <summary>Beyond it JSON numbers are not exact in every device.</summary>
    private const long MaxNumber = 1L << 53;

    private readonly string _site;
    private readonly byte[] _hashKey;
    private readonly Dictionary<string, IDeviceKind> _kinds;
    private volatile Speakers _speakers;

    /// <param name="hashKey">Keys the hash that distinguishes a repetition from a reused id; a bare hash
    /// could be searched for card numbers.</param>
    public MessageDecoder(string site, IEnumerable<IDeviceKind> kinds, IEnumerable<DeviceId> inventory, byte[] hashKey)
    {
        (_site, _hashKey, _kinds) = (site, hashKey, kinds.ToDictionary(kind => kind.Name));
        _speakers = new([.. inventory], null, null);
    }

    /// <summary>Sensors behind a network server; null where there are none.</summary>
    public NetworkServerInput? Network { get => _speakers.Network; init => _speakers = _speakers with { Network = value }; }

    /// <summary>Devices on topics of their own; null where there are none.</summary>
    public ForeignTopics? Foreign { get => _speakers.Foreign; init => _speakers = _speakers with { Foreign = value }; }

    /// <summary>From now on these are the devices; all three at once. Any thread.</summary>
    public void Use(IEnumerable<DeviceId> inventory, NetworkServerInput? network, ForeignTopics? foreign) =>
        _speakers = new([.. inventory], network, foreign);

    /// <returns>
    /// Null when all went well; of our own protocol <paramref name="signals"/> is added to only then, of other makers' devices also with
    /// what could be read of a message that was refused in part.
    /// </returns>
    public Rejection? Decode(string topic, ReadOnlySpan<byte> payload, bool isRetained, Instant receivedAt, List<Signal> signals)
    {
        if (Network is { } network && NetworkServerInput.IsItsTopic(topic))
            return network.Decode(topic, payload, isRetained, receivedAt, signals);
        if (Foreign is { } foreign && foreign.IsItsTopic(topic))
            return foreign.Decode(topic, payload, isRetained, receivedAt, signals);
        if (!EstateTopic.TryParse(topic, out var parsed) || parsed.Site != _site)
            return new(RejectReason.BadTopic, "not estate/{site}/{kind}/{device}/{channel} of this site");
        if (parsed.Channel is TopicChannel.Ack or TopicChannel.Command)
            return new(RejectReason.CommandEcho, "only the gateway speaks on this channel");
        if (!_kinds.TryGetValue(parsed.Device.Kind, out var kind))
            return new(RejectReason.UnknownKind, "this kind of device is not known");
        if (!_speakers.Devices.Contains(parsed.Device))
            return new(RejectReason.NotInInventory, "this device is not in the inventory");
        if (isRetained && parsed.Channel != TopicChannel.Status)
            return new(RejectReason.Retained, "only status may be retained: an event must not fire again");
        if (payload.Length > MaxPayload)
            return TooLarge(payload.Length);
        // What the broker kept of a device that is no more was taken away.
        if (payload.IsEmpty && parsed.Channel == TopicChannel.Status)
            return null;
        return parsed.Channel is TopicChannel.Event or TopicChannel.Telemetry && TryReadAtOnce(parsed, kind, payload, receivedAt, signals)
            ? null
            : ReadClosely(parsed, kind, payload, (receivedAt, isRetained), signals);
    }

    /// <summary>In one pass, as devices write it. False for everything else.</summary>
    private bool TryReadAtOnce(EstateTopic topic, IDeviceKind kind, ReadOnlySpan<byte> payload, Instant receivedAt, List<Signal> signals)
    {
        var (envelopes, isEvent) = (new List<Envelope>(1), topic.Channel == TopicChannel.Event);
        if (!new EnvelopeReader(payload, isEvent ? kind.EventTypes : kind.TelemetryTypes, isEvent).TryRead(MaxBatch, envelopes)
            || envelopes.Exists(one => one.Reading.Fault is not null || (isEvent && BadHead(one.Head) is not null)))
            return false;
        foreach (var (head, type, reading, data) in envelopes)
        {
            var time = ResolveTime(head.At, head.Clock, head.AgeMs, receivedAt);
            signals.Add(isEvent
                ? new DeviceEvent(topic.Device, new(head.Id, head.Boot, head.Seq, Hash(head, type, payload[data])), time, reading)
                : new DeviceTelemetry(topic.Device, time, reading));
        }
        return true;
    }

    /// <summary>In several passes, each of which says what is wrong and where.</summary>
    private Rejection? ReadClosely(
        EstateTopic topic, IDeviceKind kind, ReadOnlySpan<byte> payload, (Instant ReceivedAt, bool IsRetained) how, List<Signal> signals)
    {
        var start = signals.Count;
        try
        {
            var rejection = CheckSyntax(payload) ?? Read(topic, kind, payload, how.ReceivedAt, how.IsRetained, signals);
            if (rejection is not null)
                signals.RemoveRange(start, signals.Count - start);
            return rejection;
        }
        catch (JsonException failure)
        {
            signals.RemoveRange(start, signals.Count - start);
            return Explain(failure);
        }
    }

    /// <summary>
    /// In whose name it is said; the gateway's own where that is no device of the inventory, or not known before it is read. Any thread.
    /// </summary>
    public DeviceId SpeakerOf(string topic) =>
        EstateTopic.TryParse(topic, out var parsed) ? parsed.Site == _site && _speakers.Devices.Contains(parsed.Device) ? parsed.Device
            : HostConditionChanged.Host
        : Network?.SpeakerOf(topic) ?? Foreign?.SpeakerOf(topic) ?? HostConditionChanged.Host;

    /// <summary>
    /// The device and id of a refused event, where both are readable: it must get the refusal, or it repeats for ever.
    /// </summary>
    public (DeviceId Device, string Id)? FindRefusable(string topic, ReadOnlySpan<byte> payload)
    {
        if (!EstateTopic.TryParse(topic, out var parsed) || parsed.Channel != TopicChannel.Event || parsed.Site != _site
            || !_speakers.Devices.Contains(parsed.Device) || payload.Length > MaxPayload)
            return null;
        try
        {
            var reader = new Utf8JsonReader(payload);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id", out var id)
                && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 and <= EventHeader.MaxIdLength } text
                ? (parsed.Device, text)
                : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private Rejection? Read(
        EstateTopic topic, IDeviceKind kind, ReadOnlySpan<byte> payload, Instant receivedAt, bool isRetained, List<Signal> signals) =>
        topic.Channel switch
        {
            TopicChannel.Event => ReadEvent(topic.Device, kind, payload, receivedAt, signals),
            TopicChannel.Telemetry => ReadTelemetry(topic.Device, kind, payload, receivedAt, signals),
            TopicChannel.Status => ReadStatus(topic.Device, payload, receivedAt, isRetained, signals),
            _ => ReadReply(topic.Device, payload, receivedAt, signals),
        };

    private Rejection? ReadEvent(DeviceId device, IDeviceKind kind, ReadOnlySpan<byte> payload, Instant receivedAt, List<Signal> signals)
    {
        var envelope = JsonSerializer.Deserialize(payload, WireJson.Default.EventEnvelope)!;
        var head = new EnvelopeHead { Id = envelope.Id, Boot = envelope.Boot, Seq = envelope.Seq, At = envelope.At };
        if (BadHead(head) is { } bad)
            return bad;
        var rejection = ReadData(kind.EventTypes, envelope.Type, envelope.Data, out var reading);
        if (rejection is not null)
            return rejection;
        var time = ResolveTime(envelope.At, envelope.Clock, envelope.AgeMs, receivedAt);
        signals.Add(
            new DeviceEvent(
                device, new(head.Id, head.Boot, head.Seq, Hash(head, envelope.Type, JsonMarshal.GetRawUtf8Value(envelope.Data))), time,
                reading));
        return null;
    }

    private static Rejection? BadHead(EnvelopeHead head) =>
        head.Id.Length is 0 or > EventHeader.MaxIdLength
            ? new(RejectReason.BadMember, $"id has {head.Id.Length} characters, not 1 to {EventHeader.MaxIdLength}")
        : head.Boot is < 0 or > MaxNumber || head.Seq is < 0 or > MaxNumber ? new(RejectReason.BadMember, "boot and seq are 0 to 2^53")
        : null;

    private static Rejection? ReadTelemetry(
        DeviceId device, IDeviceKind kind, ReadOnlySpan<byte> payload, Instant receivedAt, List<Signal> signals)
    {
        var isBatch = payload.TrimStart(" \t\r\n"u8)[0] == '[';
        TelemetryEnvelope[] batch = isBatch
            ? JsonSerializer.Deserialize(payload, WireJson.Default.TelemetryEnvelopeArray)!
            : [JsonSerializer.Deserialize(payload, WireJson.Default.TelemetryEnvelope)!];
        if (batch.Length > MaxBatch)
            return new(RejectReason.TooLarge, $"{batch.Length} readings in a batch, at most {MaxBatch}");
        foreach (var envelope in batch)
        {
            if (envelope is null)
                return new(RejectReason.BadMember, "null in a batch");
            var rejection = ReadData(kind.TelemetryTypes, envelope.Type, envelope.Data, out var reading);
            if (rejection is not null)
                return rejection;
            signals.Add(new DeviceTelemetry(device, ResolveTime(envelope.At, envelope.Clock, envelope.AgeMs, receivedAt), reading));
        }
        return null;
    }

    private static Rejection? ReadStatus(
        DeviceId device, ReadOnlySpan<byte> payload, Instant receivedAt, bool isRetained, List<Signal> signals)
    {
        var status = JsonSerializer.Deserialize(payload, WireJson.Default.StatusEnvelope)!;
        if (status.State is not ("online" or "offline"))
            return new(RejectReason.BadMember, "state is online or offline");
        if (status.Boot is < 0 or > MaxNumber)
            return new(RejectReason.BadMember, "boot is 0 to 2^53");
        signals.Add(new DeviceStatus(device, status.State == "online", status.Boot, status.Firmware, receivedAt, isRetained));
        return null;
    }

    private static Rejection? ReadReply(DeviceId device, ReadOnlySpan<byte> payload, Instant receivedAt, List<Signal> signals)
    {
        var reply = JsonSerializer.Deserialize(payload, WireJson.Default.ReplyEnvelope)!;
        if (reply.Result is not ("accepted" or "rejected" or "executed" or "failed" or "expired" or "duplicate"))
            return new(RejectReason.BadMember, "result is accepted, rejected, executed, failed, expired or duplicate");
        signals.Add(new CommandReply(device, reply.Id, reply.Result, receivedAt));
        return null;
    }

    private static Rejection? ReadData(IReadOnlyDictionary<string, JsonTypeInfo> types, string type, JsonElement data, out IReading reading)
    {
        reading = null!;
        if (!types.TryGetValue(type, out var schema))
            return new(RejectReason.UnknownType, $"type is not one of: {string.Join(", ", types.Keys)}");
        if (data.ValueKind != JsonValueKind.Object)
            return new(RejectReason.BadMember, "data is an object");
        reading = (IReading)JsonSerializer.Deserialize(data, schema)!;
        return reading.Fault;
    }

    /// <summary>Bounds what the serializer is asked to look at: valid JSON of modest depth.</summary>
    private static Rejection? CheckSyntax(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                return new(RejectReason.BadMember, "a message is an object");
            while (reader.Read())
                if (reader.CurrentDepth > MaxDepth)
                    return new(RejectReason.TooDeep, $"nested deeper than {MaxDepth}");
        }
        catch (JsonException failure)
        {
            return NotJson(failure);
        }
        return null;
    }

    internal static Rejection TooLarge(int length) => new(RejectReason.TooLarge, $"{length} bytes, at most {MaxPayload}");

    /// <summary>What a reader of single members throws at: it asked for a text, and got a number, or half a letter.</summary>
    internal static Rejection OtherValue { get; } =
        new(RejectReason.BadMember, "a member has another kind of value, or a text that is no Unicode");

    internal static Rejection NotJson(JsonException failure) =>
        new(RejectReason.NotJson, $"line {failure.LineNumber}, byte {failure.BytePositionInLine}");

    private static Rejection Explain(JsonException failure)
    {
        var message = failure.Message;
        // The name of a doubled member is the sender's text, which may be anything; it is not repeated.
        if (message.Contains("Duplicate property", StringComparison.OrdinalIgnoreCase))
            return new(RejectReason.DuplicateMember, "a member is there twice");
        var where = failure.Path is { Length: > 1 } path ? $"at {path}: " : "";
        if (message.Split("properties including: ", 2) is [_, var names])
            return new(RejectReason.MissingMember, $"{where}missing: {names.Split(". ", 2)[0].TrimEnd('.')}");
        // What the serializer says names types of this program; what a converter of ours says names what belongs there.
        var isOurs = !message.Contains("JSON", StringComparison.Ordinal) && !message.Contains(" type '", StringComparison.Ordinal);
        var what = isOurs ? message.Split(" Path:", 2)[0] : "this member has another kind of value, or is null";
        return new(RejectReason.BadMember, where + what);
    }

    private static EventTime ResolveTime(long at, ClockTrust clock, long? ageMs, Instant receivedAt)
    {
        var told = InstantConverter.FromMilliseconds(at);
        var age = ageMs is >= 0 and < 100_000_000_000 ? Duration.FromMilliseconds(ageMs.Value) : (Duration?)null;
        return EventTime.Resolve(told, clock, age, receivedAt);
    }

    /// <summary>Over what the event says; not over its age, which grows with each repetition.</summary>
    private ulong Hash(EnvelopeHead head, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> numbers = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, head.Boot);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], head.Seq);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], head.At);
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _hashKey);
        hash.AppendData(numbers);
        hash.AppendData(MemoryMarshal.AsBytes(type.AsSpan()));
        hash.AppendData(data);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.GetHashAndReset(mac);
        return BinaryPrimitives.ReadUInt64LittleEndian(mac);
    }

    private sealed record Speakers(HashSet<DeviceId> Devices, NetworkServerInput? Network, ForeignTopics? Foreign);
}
