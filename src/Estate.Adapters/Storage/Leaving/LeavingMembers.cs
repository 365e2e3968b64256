using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;

namespace Estate.Adapters.Storage.Leaving;

/// <summary>
/// What of each type of fact may leave the estate (<see cref="MayLeaveAttribute"/>): members are copied one by one from the stored body,
/// so that what is not on the list is never looked at. Not for two threads at once.
/// </summary>
internal sealed class LeavingMembers
{
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    private readonly Dictionary<(string Slice, string Type), LeavingShape.Part> _types = [];

    /// <summary>What stands in the entries of others (<see cref="Conclusions"/>), and in whose.</summary>
    private readonly Dictionary<string, (string Slice, LeavingShape.Part Part)> _concluded = [];
    private readonly HashSet<string> _causes = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <param name="schemas">Of facts, by their slices.</param>
    internal LeavingMembers(IReadOnlyDictionary<string, JsonTypeInfo> schemas)
    {
        foreach (var (slice, schema) in schemas)
            foreach (var type in schema.PolymorphismOptions?.DerivedTypes ?? [])
                if (type.DerivedType.GetCustomAttribute<MayLeaveAttribute>() is { } may)
                    Add(slice, (string)type.TypeDiscriminator!, LeavingShape.Of(schema.Options.GetTypeInfo(type.DerivedType), may),
                        FactTypes.WordsOf(Conclusions.CausesOf(type.DerivedType), schemas.Values));
    }

    internal IEnumerable<(string Slice, string Type)> Types => _types.Keys;

    internal bool MayLeave(string slice, string type) => _types.ContainsKey((slice, type));

    /// <summary>Whether it is worth a look: it may leave, or hold something that may.</summary>
    internal bool CanLeave(string slice, string type) => MayLeave(slice, type) || _causes.Contains(type);

    /// <summary>
    /// What of an entry may leave, as JSON, and as what: a conclusion goes with its fact, or alone where that stays. Null for nothing.
    /// </summary>
    internal (string Slice, string Type, byte[] Body)? OfEntry(string slice, string type, ReadOnlyMemory<byte> body)
    {
        if (!_causes.Contains(type))
            return Of(slice, type, body) is { } alone ? (slice, type, alone) : null;
        var own = _types.GetValueOrDefault((slice, type));
        try
        {
            using var read = JsonDocument.Parse(body);
            var entry = read.RootElement;
            if (ConclusionIn(entry) is { } concluded)
                return own is not null ? (slice, type, With(concluded, own, entry))
                    : (_concluded[concluded.Type].Slice, concluded.Type, Written(writer => concluded.Part.Write(concluded.Said, writer)));
            return own is not null ? (slice, type, Written(writer => own.Write(entry, writer))) : null;
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            // By the disk; that it happened may be known.
            return own is not null ? (slice, type, Nothing) : null;
        }
    }

    /// <summary>What of a body may leave, as JSON; null where nothing of such facts does.</summary>
    internal byte[]? Of(string slice, string type, ReadOnlyMemory<byte> body)
    {
        if (!_types.TryGetValue((slice, type), out var part))
            return null;
        if (part.Members.Count == 0)
            return Nothing;
        try
        {
            using var read = JsonDocument.Parse(body);
            return Written(writer => part.Write(read.RootElement, writer));
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            // By the disk; that it happened may be known.
            return Nothing;
        }
    }

    private void Add(string slice, string type, LeavingShape.Part part, IEnumerable<string> causes)
    {
        _types[(slice, type)] = part;
        foreach (var cause in causes)
        {
            _concluded[type] = (slice, part);
            _causes.Add(cause);
        }
    }

    private (string Type, LeavingShape.Part Part, JsonElement Said)? ConclusionIn(JsonElement entry) =>
        entry.TryGetProperty(Conclusions.Member, out var said) && said.ValueKind == JsonValueKind.Object
        && said.TryGetProperty("type", out var word) && word.ValueKind == JsonValueKind.String
        && _concluded.TryGetValue(word.GetString()!, out var known) ? (word.GetString()!, known.Part, said) : null;

    private byte[] With((string Type, LeavingShape.Part Part, JsonElement Said) concluded, LeavingShape.Part fact, JsonElement entry) =>
        Written(writer =>
        {
            writer.WriteStartObject();
            fact.WriteMembers(entry, writer);
            writer.WriteStartObject(Conclusions.Member);
            writer.WriteString("type", concluded.Type);
            concluded.Part.WriteMembers(concluded.Said, writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    private byte[] Written(Action<Utf8JsonWriter> write)
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer);
        write(writer);
        writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }
}
