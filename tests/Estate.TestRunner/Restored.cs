namespace Estate.TestRunner;

/// <summary>Whether all packages are as the files ask for: looking costs nothing, a restore two seconds for each build.</summary>
internal static class Restored
{
    private static readonly string[] Asking = ["*.csproj", "*.props", "packages.lock.json", "global.json", "nuget.config"];

    internal static bool Is(string root)
    {
        var folders = new[] { "src", "tests", "bench", "firmware-sim" }.Select(name => Path.Combine(root, name)).ToList();
        var projects = folders.SelectMany(folder => Files(folder, "*.csproj")).ToList();
        var restored = projects.Select(project => Path.Combine(Path.GetDirectoryName(project)!, "obj", "project.assets.json")).ToList();
        var asked = Asking.SelectMany(name => folders.SelectMany(folder => Files(folder, name)).Concat(Directory.GetFiles(root, name)));
        return restored.All(File.Exists) && asked.Max(File.GetLastWriteTimeUtc) < restored.Min(File.GetLastWriteTimeUtc);
    }

    private static IEnumerable<string> Files(string folder, string name) =>
        Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).Where(file =>
            !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
            && !file.Contains("/node_modules/", StringComparison.Ordinal));
}
