using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Estate.Architecture.Tests;

/// <summary>Which namespace of the domain uses which other, as the compiler understands the sources.</summary>
internal sealed class NamespaceGraph
{
    private const string Folder = "src/Estate.Domain/";

    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.Linq;";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is ['S', 'y', 's', 't', 'e', 'm', '.', ..] or "NodaTime.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly CSharpCompilation _compilation;
    private readonly HashSet<(string From, string To)> _edges;

    private NamespaceGraph(CSharpCompilation compilation, IEnumerable<(string From, string To)> edges) =>
        (_compilation, _edges) = (compilation, [.. edges]);

    internal static NamespaceGraph Of(SourceTree tree)
    {
        var files = tree.Under(Folder).Where(file => file.Key.EndsWith(".cs", StringComparison.Ordinal));
        var sources = files.Select(file => Parse(file.Value)).ToList();
        var compilation = CSharpCompilation.Create("Estate.Domain", [Parse(ImplicitUsings), .. sources], References);
        return new(compilation, sources.SelectMany(source => EdgesOf(compilation, source)));
    }

    /// <summary>With one more file.</summary>
    internal NamespaceGraph With(string text)
    {
        var source = Parse(text);
        var compilation = _compilation.AddSyntaxTrees(source);
        return new(compilation, _edges.Concat(EdgesOf(compilation, source)));
    }

    internal IReadOnlyCollection<(string From, string To)> Edges => _edges;

    /// <summary>Namespaces that use each other, on whatever way, each with the others of its circle.</summary>
    internal IReadOnlyList<string> Cycles()
    {
        var reached = _edges.Select(edge => edge.From).Distinct().ToDictionary(from => from, Reached);
        return [.. reached.Where(pair => pair.Value.Contains(pair.Key))
            .Select(pair => pair.Value.Where(other => reached.TryGetValue(other, out var back) && back.Contains(pair.Key)))
            .Select(circle => string.Join(" <-> ", circle.Order(StringComparer.Ordinal))).Distinct()];
    }

    private HashSet<string> Reached(string from)
    {
        var (reached, open) = (new HashSet<string>(), new Queue<string>([from]));
        while (open.TryDequeue(out var one))
            foreach (var (_, to) in _edges.Where(edge => edge.From == one))
                if (reached.Add(to))
                    open.Enqueue(to);
        return reached;
    }

    private static IEnumerable<(string From, string To)> EdgesOf(CSharpCompilation compilation, SyntaxTree source)
    {
        var model = compilation.GetSemanticModel(source);
        var root = source.GetRoot();
        if (root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault() is not { Name: var name })
            yield break;
        var from = name.ToString();
        foreach (var node in root.DescendantNodes(node => node is not UsingDirectiveSyntax).OfType<SimpleNameSyntax>())
            if (model.GetSymbolInfo(node).Symbol is { } symbol && (symbol as INamedTypeSymbol ?? symbol.ContainingType) is { } type
                && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
                && type.ContainingNamespace.ToDisplayString() is var to && to != from)
                yield return (from, to);
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, Options);
}
