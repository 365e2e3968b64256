using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Estate.Architecture.Tests;

/// <summary>How large the pieces of the product are, measured on its C# sources (pages' markup is not counted).</summary>
internal sealed class HouseFigures
{
    private readonly IReadOnlyList<CompilationUnitSyntax> _sources;

    internal HouseFigures(SourceTree tree)
    {
        var files = tree.Under("src/").Where(file => file.Key.EndsWith(".cs", StringComparison.Ordinal)).ToList();
        Files = [.. files.Select(file => file.Value.Count(letter => letter == '\n'))];
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        _sources = [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Value, options).GetCompilationUnitRoot())];
        Methods = [.. Nodes<BaseMethodDeclarationSyntax>()
            .Where(method => method is { Body: not null } or { ExpressionBody: not null }).Select(LinesOf)];
    }

    internal IReadOnlyList<int> Files { get; }

    /// <summary>From the line of its name to its end, constructors and operators too.</summary>
    internal IReadOnlyList<int> Methods { get; }

    /// <summary>Parameters of the classes' constructors; a record that is only a value may have as many as it has parts.</summary>
    internal int LongestConstructor => Nodes<ClassDeclarationSyntax>()
        .SelectMany(type => type.Members.OfType<ConstructorDeclarationSyntax>().Select(one => one.ParameterList).Append(type.ParameterList))
        .Select(parameters => parameters?.Parameters.Count ?? 0).DefaultIfEmpty().Max();

    /// <summary>Of the types that stand in a namespace, how many other assemblies cannot see; a type in parts counts once.</summary>
    internal double InternalShare
    {
        get
        {
            var types = Nodes<BaseNamespaceDeclarationSyntax>().SelectMany(space => space.Members)
                .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
                .GroupBy(NameOf).Select(parts => parts.Any(part => part.Modifiers.Any(SyntaxKind.PublicKeyword))).ToList();
            return types.Count == 0 ? 1 : types.Count(isPublic => !isPublic) / (double)types.Count;
        }
    }

    /// <summary>Warnings that are switched off in the code itself.</summary>
    internal int Suppressions =>
        _sources.SelectMany(source => source.DescendantTrivia()).Select(trivia => trivia.GetStructure())
            .OfType<PragmaWarningDirectiveTriviaSyntax>().Count(pragma => pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword))
        + Nodes<AttributeSyntax>().Count(attribute => attribute.Name.ToString().Contains("SuppressMessage", StringComparison.Ordinal));

    /// <summary>Folders that the last commits touched; empty where there is no history.</summary>
    internal static IReadOnlyList<int> FoldersPerCommit(int commits)
    {
        if (!Path.Exists(Path.Combine(SourceTree.Root, ".git")))
            return [];
        string[] arguments = ["-C", SourceTree.Root, "log", "--no-merges", $"-{commits}", "--name-only", "--format=%x00"];
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true })!;
        var log = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return [.. log.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(commit => commit.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Path.GetDirectoryName).Distinct().Count())];
    }

    /// <summary>The value that <paramref name="share"/> of all do not exceed.</summary>
    internal static int Quantile(IReadOnlyList<int> values, double share) =>
        values.Count == 0 ? 0 : values.Order().ElementAt((int)Math.Ceiling(share * values.Count) - 1);

    private IEnumerable<T> Nodes<T>()
        where T : SyntaxNode => _sources.SelectMany(source => source.DescendantNodes().OfType<T>());

    private static int LinesOf(BaseMethodDeclarationSyntax method)
    {
        var start = method.Modifiers.Select(modifier => modifier.SpanStart).Append(method.ParameterList.SpanStart).Min();
        var span = method.SyntaxTree.GetLineSpan(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(start, method.Span.End));
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string NameOf(MemberDeclarationSyntax type) => ((BaseNamespaceDeclarationSyntax)type.Parent!).Name + "." + type switch
    {
        TypeDeclarationSyntax one => one.Identifier.Text + "`" + one.TypeParameterList?.Parameters.Count,
        BaseTypeDeclarationSyntax one => one.Identifier.Text,
        DelegateDeclarationSyntax one => one.Identifier.Text,
        _ => "",
    };
}
