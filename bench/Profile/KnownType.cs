using System.Reflection.Metadata;

namespace Estate.Bench.Profile;

/// <summary>A type where it is defined.</summary>
internal sealed record KnownType(MetadataReader Reader, TypeDefinitionHandle Handle, string Assembly)
{
    internal TypeDefinition Definition => Reader.GetTypeDefinition(Handle);

    internal string Namespace => Reader.GetString(Definition.Namespace);

    internal string Name => Reader.GetString(Definition.Name);

    /// <summary>Null for one that is not nested.</summary>
    internal KnownType? Outer => Definition.GetDeclaringType() is { IsNil: false } outer ? this with { Handle = outer } : null;

    internal string FullName => Outer is { } outer ? $"{outer.FullName}+{Name}" : Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";

    internal bool IsValue => BaseName is "System.Enum" || (BaseName is "System.ValueType" && FullName != "System.Enum");

    private string? BaseName => Definition.BaseType switch
    {
        { IsNil: true } => null,
        { Kind: HandleKind.TypeReference } one => NameOf(Reader.GetTypeReference((TypeReferenceHandle)one)),
        { Kind: HandleKind.TypeDefinition } one => (this with { Handle = (TypeDefinitionHandle)one }).FullName,
        _ => null,
    };

    private string NameOf(TypeReference type) => $"{Reader.GetString(type.Namespace)}.{Reader.GetString(type.Name)}";
}
