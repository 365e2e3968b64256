using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>
/// Writes of a fact what the columns of the journal do not say: neither its type nor its device and time; Chinese as it is.
/// The view <c>fact</c> puts the rest in front again. Not for two threads at once.
/// </summary>
internal sealed class FactBodies : IDisposable
{
    private const int UnknownTime = 4;
    private static readonly byte[] Nothing = "{}"u8.ToArray();
    private static readonly byte[] Beginning = "{\"type\":\""u8.ToArray();

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;
    private readonly Dictionary<JsonTypeInfo, JsonTypeInfo> _schemas = [];

    internal FactBodies() => _writer = new(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>How far its clock is believed, and whether its time is known at all, in one number.</summary>
    internal static long ClockOf(EventTime time) => (long)time.Clock + (time.IsTimeKnown ? 0 : UnknownTime);

    internal static EventTime TimeOf(long at, long delay, long clock) => new(
        Instant.FromUnixTimeMilliseconds(at), Instant.FromUnixTimeMilliseconds(at + delay), (ClockTrust)(clock & (UnknownTime - 1)),
        (clock & UnknownTime) == 0);

    /// <summary>JSON, valid until the next call.</summary>
    internal ReadOnlyMemory<byte> Write(Fact fact, string type)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        if (!_schemas.TryGetValue(fact.Schema, out var schema))
            _schemas[fact.Schema] = schema = WithoutColumns(fact.Schema);
        JsonSerializer.Serialize(_writer, fact, schema);
        _writer.Flush();
        var behind = Beginning.Length + type.Length + 1;
        var rest = _buffer.WrittenMemory[behind..];
        if (!_buffer.WrittenSpan.StartsWith(Beginning) || rest.Span[0] is not ((byte)',' or (byte)'}'))
            throw new JsonException($"a fact's type does not come first: {type}");
        if (rest.Length == 1)
            return Nothing;
        MemoryMarshal.AsMemory(rest).Span[0] = (byte)'{';
        return rest;
    }

    public void Dispose() => _writer.Dispose();

    private static JsonTypeInfo WithoutColumns(JsonTypeInfo schema)
    {
        var options = new JsonSerializerOptions(schema.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = schema.Options.TypeInfoResolver!.WithAddedModifier(LeaveOut),
        };
        return options.GetTypeInfo(schema.Type);
    }

    private static void LeaveOut(JsonTypeInfo schema)
    {
        if (!typeof(Fact).IsAssignableFrom(schema.Type))
            return;
        foreach (var property in schema.Properties)
            if ((property.Name == "device" && property.PropertyType == typeof(DeviceId))
                || (property.Name == "time" && property.PropertyType == typeof(EventTime)))
                property.ShouldSerialize = static (_, _) => false;
    }
}
