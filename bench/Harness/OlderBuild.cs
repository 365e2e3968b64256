namespace Estate.Bench.Harness;

/// <summary>Another build of the gateway, to compare with.</summary>
internal static class OlderBuild
{
    private const string Program = "Estate.Cli.dll";

    /// <param name="path">That file, or the folder of a tree that was built.</param>
    /// <exception cref="FormatException">There is none.</exception>
    internal static string In(string path) =>
        File.Exists(path) ? System.IO.Path.GetFullPath(path)
        : Directory.Exists(path) && Found(path) is { } program ? program
        : throw new FormatException($"--before {path}: no {Program} in it; build that tree first (dotnet build src/Estate.Cli -c Release)");

    /// <summary>The newest that can be started; what lies in obj folders cannot.</summary>
    private static string? Found(string folder) =>
        Directory.EnumerateFiles(System.IO.Path.GetFullPath(folder), Program, SearchOption.AllDirectories)
        .Where(file => File.Exists(System.IO.Path.ChangeExtension(file, ".runtimeconfig.json")))
        .OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();
}
