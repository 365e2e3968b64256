using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Estate.Bench.Profile;

/// <summary>
/// Writes methods as crossgen2 reads them (--mibc): an assembly in which a method <c>AssemblyDictionary</c> names groups of methods by the
/// assemblies they need, and a method for each group loads the token of each of its methods.
/// </summary>
internal sealed class ProfileWriter
{
    private static readonly BlobContentId Id = new(new Guid("6f1b1c3e-5a53-4a3f-9d2b-0e7a4c1d8b11"), 1);

    private readonly MetadataBuilder _metadata = new();
    private readonly KnownTypes _types;
    private readonly References _references;
    private readonly SortedDictionary<string, List<EntityHandle>> _groups = new(StringComparer.Ordinal);

    internal ProfileWriter(KnownTypes types) => (_types, _references) = (types, new(_metadata, types));

    /// <summary>With all overloads that have as many parameters: more is not listed of them.</summary>
    /// <returns>False where no assembly has it, or a type of its.</returns>
    internal bool TryAdd(CompiledMethod method)
    {
        var isKnown = false;
        try
        {
            foreach (var owner in _types.Named(method.Owner.Name))
                foreach (var handle in owner.Definition.GetMethods())
                    if (Signature(owner, owner.Reader.GetMethodDefinition(handle), method) is { } signature)
                    {
                        Add(owner, method, signature);
                        isKnown = true;
                    }
        }
        catch (Exception unknown) when (unknown is FormatException or NotSupportedException)
        {
            return isKnown;
        }
        return isKnown;
    }

    /// <summary>The same methods in the same order make the same file.</summary>
    internal void Save(string file)
    {
        _metadata.AddModule(0, _metadata.GetOrAddString("profile.dll"), _metadata.GetOrAddGuid(Id.Guid), default, default);
        _metadata.AddAssembly(
            _metadata.GetOrAddString("profile"), new Version(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        _metadata.AddTypeDefinition(
            default, default, _metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1),
            MetadataTokens.MethodDefinitionHandle(1));
        var code = new BlobBuilder();
        var (bodies, dictionary) = (new MethodBodyStreamEncoder(code), new InstructionEncoder(new BlobBuilder()));
        foreach (var (index, (assemblies, members)) in _groups.Index())
        {
            var group = new InstructionEncoder(new BlobBuilder());
            members.ForEach(member => Load(group, member));
            dictionary.LoadString(_metadata.GetOrAddUserString(assemblies));
            Load(dictionary, Body(bodies, $"Group{index}", group));
        }
        Body(bodies, "AssemblyDictionary", dictionary);
        var image = new BlobBuilder();
        new ManagedPEBuilder(
            PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(_metadata), code, deterministicIdProvider: _ => Id)
            .Serialize(image);
        using var stream = File.Create(file);
        image.WriteContentTo(stream);
    }

    private void Add(KnownType owner, CompiledMethod method, BlobBuilder signature)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        EntityHandle member = _metadata.AddMemberReference(
            _references.Of(owner, method.Owner.Arguments, used), _metadata.GetOrAddString(method.Name), _metadata.GetOrAddBlob(signature));
        if (method.Arguments.Count > 0)
        {
            var arguments = new BlobBuilder();
            arguments.WriteByte((byte)SignatureKind.MethodSpecification);
            arguments.WriteCompressedInteger(method.Arguments.Count);
            foreach (var argument in method.Arguments)
                _references.Write(argument, arguments, used);
            member = _metadata.AddMethodSpecification(member, _metadata.GetOrAddBlob(arguments));
        }
        // The one that defines it stands first.
        used.Remove(owner.Assembly);
        var group = string.Concat(used.Prepend(owner.Assembly).Select(assembly => assembly + ";"));
        if (_groups.TryGetValue(group, out var members))
            members.Add(member);
        else
            _groups[group] = [member];
    }

    /// <returns>Null where it is not the method that is meant.</returns>
    private BlobBuilder? Signature(KnownType owner, MethodDefinition definition, CompiledMethod method)
    {
        if (!owner.Reader.StringComparer.Equals(definition.Name, method.Name)
            || definition.GetGenericParameters().Count != method.Arguments.Count)
            return null;
        var blob = owner.Reader.GetBlobReader(definition.Signature);
        var header = blob.ReadSignatureHeader();
        if (header.IsGeneric)
            blob.ReadCompressedInteger();
        if (blob.ReadCompressedInteger() != method.Parameters)
            return null;
        blob.Reset();
        var copy = new BlobBuilder();
        new SignatureCopy(owner, _references, copy).Method(ref blob);
        return copy;
    }

    private static void Load(InstructionEncoder code, EntityHandle token)
    {
        code.OpCode(ILOpCode.Ldtoken);
        code.Token(token);
        code.OpCode(ILOpCode.Pop);
    }

    private MethodDefinitionHandle Body(MethodBodyStreamEncoder bodies, string name, InstructionEncoder code)
    {
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(0, type => type.Void(), _ => { });
        code.OpCode(ILOpCode.Ret);
        return _metadata.AddMethodDefinition(
            MethodAttributes.Public | MethodAttributes.Static, MethodImplAttributes.IL, _metadata.GetOrAddString(name),
            _metadata.GetOrAddBlob(signature), bodies.AddMethodBody(code, maxStack: 2), default);
    }
}
