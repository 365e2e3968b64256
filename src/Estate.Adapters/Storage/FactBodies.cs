using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
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
    private static readonly byte[] Concluded = Encoding.UTF8.GetBytes($"\"{Conclusions.Member}\":");

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;
    private readonly Dictionary<JsonTypeInfo, JsonTypeInfo> _schemas = [];
    private readonly Dictionary<(Type, Type), JsonTypeInfo> _conclusions = [];

    internal FactBodies() => _writer = new(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>How far its clock is believed, and whether its time is known at all, in one number.</summary>
    internal static long ClockOf(EventTime time) => (long)time.Clock + (time.IsTimeKnown ? 0 : UnknownTime);

    internal static EventTime TimeOf(long at, long delay, long clock) => new(
        Instant.FromUnixTimeMilliseconds(at), Instant.FromUnixTimeMilliseconds(at + delay), (ClockTrust)(clock & (UnknownTime - 1)),
        (clock & UnknownTime) == 0);

    /// <summary>JSON, valid until the next call.</summary>
    /// <param name="conclusion">What stands in the same entry (<see cref="Conclusions"/>).</param>
    internal ReadOnlyMemory<byte> Write(Fact fact, string type, Fact? conclusion = null)
    {
        _buffer.ResetWrittenCount();
        if (!_schemas.TryGetValue(fact.Schema, out var schema))
            _schemas[fact.Schema] = schema = WithoutColumns(fact.Schema, []);
        Append(fact, schema);
        if (conclusion is not null)
            Append(fact, conclusion);
        var behind = Beginning.Length + type.Length + 1;
        var rest = _buffer.WrittenMemory[behind..];
        if (!_buffer.WrittenSpan.StartsWith(Beginning) || rest.Span[0] is not ((byte)',' or (byte)'}'))
            throw new JsonException($"a fact's type does not come first: {type}");
        if (rest.Length == 1)
            return Nothing;
        MemoryMarshal.AsMemory(rest).Span[0] = (byte)'{';
        return rest;
    }

    /// <summary>As the last member of the object that was written.</summary>
    private void Append(Fact fact, Fact conclusion)
    {
        var pair = (fact.GetType(), conclusion.GetType());
        if (!_conclusions.TryGetValue(pair, out var schema))
            _conclusions[pair] = schema = WithoutColumns(conclusion.Schema, Conclusions.SharedNames(fact, conclusion));
        MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span[^1] = (byte)',';
        _buffer.Write(Concluded);
        Append(conclusion, schema);
        _buffer.Write("}"u8);
    }

    private void Append(Fact fact, JsonTypeInfo schema)
    {
        _writer.Reset();
        JsonSerializer.Serialize(_writer, fact, schema);
        _writer.Flush();
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>Whether the columns of the journal say it.</summary>
    internal static bool IsColumn(JsonPropertyInfo member) =>
        (member.Name == "device" && member.PropertyType == typeof(DeviceId))
            || (member.Name == "time" && member.PropertyType == typeof(EventTime));

    /// <param name="more">Further members of the facts that are left out.</param>
    private static JsonTypeInfo WithoutColumns(JsonTypeInfo schema, HashSet<string> more)
    {
        var options = new JsonSerializerOptions(schema.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = schema.Options.TypeInfoResolver!.WithAddedModifier(LeaveOut),
        };
        return options.GetTypeInfo(schema.Type);

        void LeaveOut(JsonTypeInfo type)
        {
            if (!typeof(Fact).IsAssignableFrom(type.Type))
                return;
            foreach (var member in type.Properties)
                if (IsColumn(member) || more.Contains(member.Name))
                    member.ShouldSerialize = static (_, _) => false;
        }
    }
}
