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
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <param name="schemas">Of facts, by their slices.</param>
    internal LeavingMembers(IReadOnlyDictionary<string, JsonTypeInfo> schemas)
    {
        foreach (var (slice, schema) in schemas)
            foreach (var type in schema.PolymorphismOptions?.DerivedTypes ?? [])
                if (type.DerivedType.GetCustomAttribute<MayLeaveAttribute>() is { } may)
                    _types[(slice, (string)type.TypeDiscriminator!)] =
                        LeavingShape.Of(schema.Options.GetTypeInfo(type.DerivedType), may);
    }

    internal IEnumerable<(string Slice, string Type)> Types => _types.Keys;

    internal bool MayLeave(string slice, string type) => _types.ContainsKey((slice, type));

    /// <summary>What of a body may leave, as JSON; null where nothing of such facts does.</summary>
    internal byte[]? Of(string slice, string type, ReadOnlyMemory<byte> body)
    {
        if (!_types.TryGetValue((slice, type), out var part))
            return null;
        if (part.Members.Count == 0)
            return Nothing;
        _buffer.ResetWrittenCount();
        try
        {
            using var writer = new Utf8JsonWriter(_buffer);
            using var read = JsonDocument.Parse(body);
            part.Write(read.RootElement, writer);
            writer.Flush();
            return _buffer.WrittenSpan.ToArray();
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            // By the disk; that it happened may be known.
            return Nothing;
        }
    }
}
