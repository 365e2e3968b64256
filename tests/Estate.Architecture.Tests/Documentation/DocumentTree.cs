namespace Estate.Architecture.Tests.Documentation;

/// <summary>The repository's pages (*.md), by path from its root. A test may plant a page, or take one away.</summary>
internal sealed class DocumentTree
{
    private static readonly string[] Elsewhere = [".git", "bin", "obj", "node_modules", "var", "TestResults"];

    private DocumentTree(IReadOnlyDictionary<string, string> pages) => Pages = pages;

    internal IReadOnlyDictionary<string, string> Pages { get; }

    internal static DocumentTree Read() =>
        new(FilesUnder(SourceTree.Root)
        .ToDictionary(file => Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/'), File.ReadAllText));

    internal DocumentTree With(string path, string text) => new(new Dictionary<string, string>(Pages) { [path] = text });

    internal DocumentTree Without(string path) => new(Pages.Where(page => page.Key != path).ToDictionary());

    internal IEnumerable<KeyValuePair<string, string>> Under(string folder) =>
        Pages.Where(page => page.Key.StartsWith(folder, StringComparison.Ordinal)).OrderBy(page => page.Key, StringComparer.Ordinal);

    /// <summary>A page of this tree, or anything else that lies in the repository.</summary>
    internal bool Has(string path) =>
        Pages.ContainsKey(path) || (!path.EndsWith(".md", StringComparison.Ordinal) && Path.Exists(Path.Combine(SourceTree.Root, path)));

    private static IEnumerable<string> FilesUnder(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => !IsElsewhere(Path.GetFileName(inner))).SelectMany(FilesUnder));

    private static bool IsElsewhere(string folder) => Elsewhere.Contains(folder) || folder.StartsWith("var-", StringComparison.Ordinal);
}
