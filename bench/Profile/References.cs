using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Estate.Bench.Profile;

/// <summary>What a profile refers to: types of other assemblies, each once.</summary>
internal sealed class References(MetadataBuilder metadata, KnownTypes types)
{
    private const byte Class = 0x12, Value = 0x11, Generic = 0x15, Array = 0x1D;

    private static readonly Dictionary<string, SignatureTypeCode> Primitives = new()
    {
        ["bool"] = SignatureTypeCode.Boolean,
        ["char"] = SignatureTypeCode.Char,
        ["sbyte"] = SignatureTypeCode.SByte,
        ["byte"] = SignatureTypeCode.Byte,
        ["short"] = SignatureTypeCode.Int16,
        ["ushort"] = SignatureTypeCode.UInt16,
        ["int"] = SignatureTypeCode.Int32,
        ["uint"] = SignatureTypeCode.UInt32,
        ["long"] = SignatureTypeCode.Int64,
        ["ulong"] = SignatureTypeCode.UInt64,
        ["float"] = SignatureTypeCode.Single,
        ["double"] = SignatureTypeCode.Double,
        ["nint"] = SignatureTypeCode.IntPtr,
        ["nuint"] = SignatureTypeCode.UIntPtr,
        ["System.String"] = SignatureTypeCode.String,
        ["System.Object"] = SignatureTypeCode.Object,
        // Code for any reference stands for all; the compiler knows it by one of them.
        ["System.__Canon"] = SignatureTypeCode.Object,
    };

    private readonly Dictionary<string, AssemblyReferenceHandle> _assemblies = [];
    private readonly Dictionary<(EntityHandle Scope, string Namespace, string Name), TypeReferenceHandle> _types = [];

    /// <param name="used">The assemblies that it and its arguments are of are added.</param>
    internal EntityHandle Of(KnownType type, IReadOnlyList<TypeName> arguments, ISet<string> used)
    {
        used.Add(type.Assembly);
        if (arguments.Count == 0)
            return Of(type);
        var blob = new BlobBuilder();
        Write(type, arguments, blob, used);
        return metadata.AddTypeSpecification(metadata.GetOrAddBlob(blob));
    }

    /// <summary>Writes it as it stands in a signature.</summary>
    /// <exception cref="FormatException">No assembly has it.</exception>
    internal void Write(TypeName type, BlobBuilder blob, ISet<string> used)
    {
        for (var i = 0; i < type.Arrays; i++)
            blob.WriteByte(Array);
        if (Primitives.TryGetValue(type.Name, out var primitive))
        {
            blob.WriteByte((byte)primitive);
            return;
        }
        if (types.Named(type.Name) is not [var known, ..])
            throw new FormatException($"no assembly has {type.Name}");
        used.Add(known.Assembly);
        if (type.Arguments.Count > 0)
        {
            Write(known, type.Arguments, blob, used);
            return;
        }
        blob.WriteByte(known.IsValue ? Value : Class);
        blob.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(Of(known)));
    }

    /// <summary>A type as another assembly names it.</summary>
    /// <exception cref="NotSupportedException">It is named by a specification, or in another module.</exception>
    internal EntityHandle Of(KnownType source, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeDefinition)
            return Of(source with { Handle = (TypeDefinitionHandle)handle });
        if (handle.Kind != HandleKind.TypeReference)
            throw new NotSupportedException("a specification");
        var (reader, type) = (source.Reader, source.Reader.GetTypeReference((TypeReferenceHandle)handle));
        var scope = type.ResolutionScope.Kind switch
        {
            HandleKind.AssemblyReference =>
                Of(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)),
            HandleKind.TypeReference => Of(source, type.ResolutionScope),
            HandleKind.ModuleDefinition => Of(source.Assembly),
            _ => throw new NotSupportedException("another module"),
        };
        return Of(scope, reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    private void Write(KnownType type, IReadOnlyList<TypeName> arguments, BlobBuilder blob, ISet<string> used)
    {
        blob.WriteByte(Generic);
        blob.WriteByte(type.IsValue ? Value : Class);
        blob.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(Of(type)));
        blob.WriteCompressedInteger(arguments.Count);
        foreach (var argument in arguments)
            Write(argument, blob, used);
    }

    private TypeReferenceHandle Of(KnownType type) =>
        Of(type.Outer is { } outer ? Of(outer) : Of(type.Assembly), type.Namespace, type.Name);

    private EntityHandle Of(string assembly)
    {
        if (!_assemblies.TryGetValue(assembly, out var known))
            _assemblies[assembly] = known = metadata.AddAssemblyReference(
                metadata.GetOrAddString(assembly), new Version(0, 0, 0, 0), default, default, default, default);
        return known;
    }

    private TypeReferenceHandle Of(EntityHandle scope, string space, string name)
    {
        if (!_types.TryGetValue((scope, space, name), out var known))
            _types[(scope, space, name)] = known = metadata.AddTypeReference(
                scope, space.Length == 0 ? default : metadata.GetOrAddString(space), metadata.GetOrAddString(name));
        return known;
    }
}
