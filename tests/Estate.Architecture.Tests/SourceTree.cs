using System.Reflection;

namespace Estate.Architecture.Tests;

/// <summary>The repository's C# and project files, by path from its root. A test may plant a file that breaks a rule.</summary>
internal sealed class SourceTree
{
    private SourceTree(IReadOnlyDictionary<string, string> files) => Files = files;

    internal IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>The folder that holds Estate.sln, found upwards from where the tests run.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>Read once for all rules.</summary>
    private static readonly Lazy<SourceTree> Whole = new(ReadAll);

    internal static SourceTree Read() => Whole.Value;

    internal static SourceTree Of(params (string Path, string Text)[] files) =>
        new(files.ToDictionary(file => file.Path, file => file.Text));

    internal SourceTree With(string path, string text) => new(new Dictionary<string, string>(Files) { [path] = text });

    internal IEnumerable<KeyValuePair<string, string>> Under(params string[] folders) =>
        Files.Where(file => folders.Any(folder => file.Key.StartsWith(folder, StringComparison.Ordinal)));

    private static SourceTree ReadAll()
    {
        var files = new Dictionary<string, string>();
        foreach (var folder in new[] { "src", "firmware-sim", "bench", "tests" })
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            {
                var path = Path.GetRelativePath(Root, file).Replace('\\', '/');
                var isBuilt = path.Contains("/obj/", StringComparison.Ordinal) || path.Contains("/bin/", StringComparison.Ordinal);
                if (!isBuilt && Path.GetExtension(path) is ".cs" or ".razor" or ".csproj")
                    files[path] = File.ReadAllText(file);
            }
        return new(files);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Estate.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no Estate.sln above the tests");
    }
}
