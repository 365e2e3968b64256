using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;

namespace Estate.Adapters.Mqtt;

/// <summary>An event or a measurement as it stands in a message; <paramref name="Data"/> is where its body is.</summary>
internal readonly record struct Envelope(EnvelopeHead Head, string Type, IReading Reading, Range Data);

/// <summary>
/// Reads envelope and body in one pass over the bytes. It takes only what leaves no doubt; what it does not take is for the serializer
/// to look at, which says what is wrong and where.
/// </summary>
internal ref struct EnvelopeReader
{
    private readonly IReadOnlyDictionary<string, JsonTypeInfo> _types;
    private readonly bool _isEvent;
    private Utf8JsonReader _reader;

    internal EnvelopeReader(ReadOnlySpan<byte> payload, IReadOnlyDictionary<string, JsonTypeInfo> types, bool isEvent)
    {
        (_types, _isEvent) = (types, isEvent);
        _reader = new(payload, new JsonReaderOptions { MaxDepth = MessageDecoder.MaxDepth });
    }

    [Flags]
    private enum Member
    {
        None = 0,
        Id = 1,
        Boot = 2,
        Seq = 4,
        At = 8,
        Clock = 16,
        Type = 32,
        Data = 64,
        AgeMs = 128,
        OfMeasurement = At | Clock | Type | Data,
        OfEvent = Id | Boot | Seq | OfMeasurement,
    }

    /// <summary>False where there is any doubt; then nothing may be taken.</summary>
    internal bool TryRead(int atMost, List<Envelope> envelopes)
    {
        try
        {
            return _reader.Read()
                && (_reader.TokenType == JsonTokenType.StartArray && !_isEvent ? TryReadBatch(atMost, envelopes) : TryReadOne(envelopes))
                && !_reader.Read();
        }
        catch (Exception doubt) when (doubt is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private bool TryReadBatch(int atMost, List<Envelope> envelopes)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            if (envelopes.Count == atMost || !TryReadOne(envelopes))
                return false;
        return true;
    }

    private bool TryReadOne(List<Envelope> envelopes)
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
            return false;
        var (seen, head, data) = (Member.None, new EnvelopeHead { Id = "" }, default(Range));
        var (type, reading) = ((string?)null, (IReading?)null);
        var body = _reader;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(ref _reader, _isEvent);
            if ((seen & member) != 0)
                return false;
            seen |= member;
            _reader.Read();
            if (member == Member.Type)
                type = _reader.GetString();
            else if (member == Member.Data)
            {
                body = _reader;
                var start = (int)_reader.TokenStartIndex;
                if ((reading = Read(ref _reader, type)) is null)
                    _reader.Skip();
                data = start..(int)_reader.BytesConsumed;
            }
            else if (!TryTake(member, ref head))
                return false;
        }
        var all = _isEvent ? Member.OfEvent : Member.OfMeasurement;
        // Where the body stood in front of the word that says what it is.
        if ((seen & all) != all || type is null || (reading ?? Read(ref body, type)) is not { } known)
            return false;
        envelopes.Add(new(head, type, known, data));
        return true;
    }

    private bool TryTake(Member member, ref EnvelopeHead head)
    {
        switch (member)
        {
            case Member.Id when _reader.GetString() is { } id:
                head.Id = id;
                return true;
            case Member.Boot:
                head.Boot = _reader.GetInt64();
                return true;
            case Member.Seq:
                head.Seq = _reader.GetInt64();
                return true;
            case Member.At:
                head.At = _reader.GetInt64();
                return true;
            case Member.Clock when ClockOf(ref _reader) is { } clock:
                head.Clock = clock;
                return true;
            case Member.AgeMs:
                head.AgeMs = _reader.TokenType == JsonTokenType.Null ? null : _reader.GetInt64();
                return true;
            default:
                _reader.Skip();
                return member == Member.None;
        }
    }

    /// <summary>Null where it is not known yet, or never, what it is, or it is no object, or leaves a doubt.</summary>
    private readonly IReading? Read(ref Utf8JsonReader body, string? type) =>
        body.TokenType == JsonTokenType.StartObject && type is not null && _types.TryGetValue(type, out var schema)
            && NamesNothingTwice(body, schema)
            ? (IReading?)JsonSerializer.Deserialize(ref body, schema)
            : null;

    /// <summary>
    /// The serializer finds what it reads twice, but passes over members that it does not know: of these one at most, and no object
    /// in it, or they might be there twice.
    /// </summary>
    private static bool NamesNothingTwice(Utf8JsonReader body, JsonTypeInfo schema)
    {
        var (outside, unknown) = (body.CurrentDepth, 0);
        while (body.Read() && body.CurrentDepth > outside)
            if (body.TokenType == JsonTokenType.StartObject
                || (body.TokenType == JsonTokenType.PropertyName && !Knows(schema, ref body) && ++unknown > 1))
                return false;
        return true;
    }

    private static bool Knows(JsonTypeInfo schema, ref Utf8JsonReader name)
    {
        foreach (var member in schema.Properties)
            if (name.ValueTextEquals(member.Name))
                return true;
        return false;
    }

    private static Member MemberOf(ref Utf8JsonReader name, bool isEvent) =>
        isEvent && name.ValueTextEquals("id"u8) ? Member.Id
        : isEvent && name.ValueTextEquals("boot"u8) ? Member.Boot
        : isEvent && name.ValueTextEquals("seq"u8) ? Member.Seq
        : name.ValueTextEquals("at"u8) ? Member.At
        : name.ValueTextEquals("clock"u8) ? Member.Clock
        : name.ValueTextEquals("type"u8) ? Member.Type
        : name.ValueTextEquals("data"u8) ? Member.Data
        : name.ValueTextEquals("age_ms"u8) ? Member.AgeMs
        : Member.None;

    private static ClockTrust? ClockOf(ref Utf8JsonReader word) =>
        word.TokenType != JsonTokenType.String ? null
        : word.ValueTextEquals("synced"u8) ? ClockTrust.Synced
        : word.ValueTextEquals("holdover"u8) ? ClockTrust.Holdover
        : word.ValueTextEquals("estimated"u8) ? ClockTrust.Estimated
        : word.ValueTextEquals("unknown"u8) ? ClockTrust.Unknown
        : null;
}
