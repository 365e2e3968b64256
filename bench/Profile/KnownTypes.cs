using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Estate.Bench.Profile;

/// <summary>All types of the assemblies in some folders, by name; several may have the same.</summary>
internal sealed class KnownTypes : IDisposable
{
    private readonly List<PEReader> _files = [];
    private readonly Dictionary<string, List<KnownType>> _byName = [];

    /// <param name="folders">Of an assembly that is in several, the first counts.</param>
    internal KnownTypes(IEnumerable<string> folders)
    {
        foreach (var file in folders.SelectMany(folder => Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal))
            .DistinctBy(Path.GetFileName))
        {
            var assembly = new PEReader(File.OpenRead(file));
            _files.Add(assembly);
            if (assembly.HasMetadata && assembly.GetMetadataReader() is { IsAssembly: true } reader)
                Add(reader);
        }
    }

    internal IReadOnlyList<KnownType> Named(string name) => _byName.TryGetValue(name, out var all) ? all : [];

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private void Add(MetadataReader reader)
    {
        var assembly = reader.GetString(reader.GetAssemblyDefinition().Name);
        foreach (var type in reader.TypeDefinitions.Select(handle => new KnownType(reader, handle, assembly)))
            if (_byName.TryGetValue(type.FullName, out var all))
                all.Add(type);
            else
                _byName[type.FullName] = [type];
    }
}
