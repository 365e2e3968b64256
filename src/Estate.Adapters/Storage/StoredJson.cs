using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;

namespace Estate.Adapters.Storage;

/// <summary>
/// Reads what an older program wrote. What is not there has its type's own default: generated readers would give it none at
/// all (no list instead of an empty one), so those that read rows of the database are made by reflection.
/// </summary>
internal static class StoredJson
{
    private static readonly ConcurrentDictionary<JsonSerializerOptions, JsonSerializerOptions> Readers = new();
    private static readonly ConcurrentDictionary<JsonTypeInfo, StoredFamily> Families = new();

    /// <exception cref="JsonException">It was not written by that schema.</exception>
    public static object? Read(string body, JsonTypeInfo schema)
    {
        var type = schema.PolymorphismOptions is null ? null : Families.GetOrAdd(schema, StoredFamily.Of).TypeOf(body);
        return JsonSerializer.Deserialize(body, Readers.GetOrAdd(schema.Options, Of).GetTypeInfo(type ?? schema.Type));
    }

    /// <exception cref="JsonException">It was not written by that schema.</exception>
    public static T Read<T>(string body, JsonTypeInfo<T> schema) => (T)Read(body, (JsonTypeInfo)schema)!;

    /// <summary>Null where the disk has damaged it.</summary>
    public static object? TryRead(string body, JsonTypeInfo schema)
    {
        try
        {
            return Read(body, schema);
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            return null;
        }
    }

    /// <summary>For a part of what the family writes.</summary>
    public static JsonTypeInfo ReaderOf(Type part, JsonTypeInfo family) => Readers.GetOrAdd(family.Options, Of).GetTypeInfo(part);

    /// <param name="reader">Of <see cref="ReaderOf"/>.</param>
    /// <inheritdoc cref="TryRead(string, JsonTypeInfo)"/>
    public static object? TryRead(ReadOnlySpan<byte> body, JsonTypeInfo reader)
    {
        try
        {
            return JsonSerializer.Deserialize(body, reader);
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            return null;
        }
    }

    /// <summary>Those that can be read: one damaged row must not hide the others.</summary>
    public static IEnumerable<T> Readable<T>(IEnumerable<string> bodies, JsonTypeInfo<T> schema)
        where T : class => bodies.Select(body => TryRead(body, schema)).OfType<T>();

    private static bool IsDamage(Exception failure) =>
        failure is JsonException or FormatException or NotSupportedException or InvalidOperationException;

    private static JsonSerializerOptions Of(JsonSerializerOptions written)
    {
        var options = new JsonSerializerOptions(written) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        options.Converters.Add(new FiniteNumberConverter());
        return options;
    }
}
