using System.Text.Json.Serialization.Metadata;

namespace Estate.Adapters.Storage;

/// <summary>
/// The types of a schema, by the word with which the body of each begins. A reader of the whole schema is one of all its types at once;
/// one of a type alone is made when a row of that type is read.
/// </summary>
internal sealed class StoredFamily
{
    private readonly string _beginning;
    private readonly Dictionary<string, Type>.AlternateLookup<ReadOnlySpan<char>> _types;

    private StoredFamily(JsonPolymorphismOptions family)
    {
        _beginning = $"{{\"{family.TypeDiscriminatorPropertyName}\":\"";
        _types = family.DerivedTypes.Where(one => one.TypeDiscriminator is string)
            .ToDictionary(one => (string)one.TypeDiscriminator!, one => one.DerivedType).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    internal static StoredFamily Of(JsonTypeInfo schema) => new(schema.PolymorphismOptions!);

    internal Type? TypeOfWord(ReadOnlySpan<char> word) => _types.TryGetValue(word, out var type) ? type : null;

    /// <returns>Null where the body does not begin as one that was written, or with another word.</returns>
    internal Type? TypeOf(ReadOnlySpan<char> body)
    {
        if (!body.StartsWith(_beginning, StringComparison.Ordinal))
            return null;
        var word = body[_beginning.Length..];
        return word.IndexOf('"') is var end and >= 0 ? TypeOfWord(word[..end]) : null;
    }
}
