using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Storage.Leaving;

/// <summary>What a member that may leave can look like; what looks otherwise stays here.</summary>
internal abstract record LeavingShape
{
    private const int HashBytes = 8;

    internal sealed record Number : LeavingShape;

    internal sealed record Flag : LeavingShape;

    internal sealed record Word(IReadOnlySet<string> Known) : LeavingShape;

    /// <summary>What is equal here is equal there, and nothing can be read from it.</summary>
    internal sealed record Hash : LeavingShape;

    /// <summary>An object, or a list of such.</summary>
    internal sealed record Part(IReadOnlyDictionary<string, LeavingShape> Members) : LeavingShape
    {
        internal void Write(JsonElement from, Utf8JsonWriter to)
        {
            to.WriteStartObject();
            WriteMembers(from, to);
            to.WriteEndObject();
        }

        internal void WriteMembers(JsonElement from, Utf8JsonWriter to)
        {
            foreach (var member in from.EnumerateObject())
                if (Members.TryGetValue(member.Name, out var shape))
                    shape.TryWrite(member.Value, to, member.Name);
        }
    }

    /// <exception cref="ArgumentException">A member is not there, or could be anything.</exception>
    internal static Part Of(JsonTypeInfo schema, MayLeaveAttribute may)
    {
        var named = may.Members.Select(member => (Name: member, IsId: false));
        if (may.HashedId is { } id)
            named = named.Append((id, true));
        return new(named.ToDictionary(one => one.Name, one =>
        {
            var property = schema.Properties.FirstOrDefault(property => property.Name == one.Name)
                ?? throw new ArgumentException($"{schema.Type.Name} has no member {one.Name}");
            return one.IsId ? new Hash() : Of(property.PropertyType, may.Words, schema.Options)
                ?? throw new ArgumentException($"{schema.Type.Name}.{one.Name} could be anything: it cannot leave");
        }));
    }

    /// <summary>Nothing where it is not of this shape.</summary>
    private void TryWrite(JsonElement value, Utf8JsonWriter to, string name)
    {
        switch (this, value.ValueKind)
        {
            case (Number, JsonValueKind.Number) or (Flag, JsonValueKind.True or JsonValueKind.False):
                to.WritePropertyName(name);
                value.WriteTo(to);
                break;
            case (Word words, JsonValueKind.String) when words.Known.Contains(value.GetString()!):
                to.WriteString(name, value.GetString());
                break;
            case (Hash, JsonValueKind.String):
                to.WriteString(name, HashOf(value.GetString()!));
                break;
            case (Part part, JsonValueKind.Object):
                to.WritePropertyName(name);
                part.Write(value, to);
                break;
            case (Part part, JsonValueKind.Array):
                to.WriteStartArray(name);
                foreach (var one in value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object))
                    part.Write(one, to);
                to.WriteEndArray();
                break;
        }
    }

    private static LeavingShape? Of(Type type, Type? words, JsonSerializerOptions options)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool))
            return new Flag();
        if (type == typeof(string))
            return words is null ? null : new Word(ConstantsOf(words));
        if (type.IsEnum)
            return OfEnum(type, options);
        if (type == typeof(Instant) || Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal)
            return new Number();
        var schema = options.GetTypeInfo(type);
        if (schema is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
            schema = options.GetTypeInfo(element);
        return schema.Type.GetCustomAttribute<MayLeaveAttribute>() is { } may ? Of(schema, may) : null;
    }

    private static LeavingShape OfEnum(Type type, JsonSerializerOptions options)
    {
        var written = Enum.GetValues(type).Cast<object>().Select(one => JsonSerializer.SerializeToElement(one, options.GetTypeInfo(type)));
        var words = written.Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!).ToHashSet();
        return words.Count == 0 ? new Number() : new Word(words);
    }

    private static HashSet<string> ConstantsOf(Type words) =>
        [.. words.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.IsLiteral && field.FieldType == typeof(string)).Select(field => (string)field.GetRawConstantValue()!)];

    private static string HashOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, HashBytes));
}
