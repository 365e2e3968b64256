using System.Text.Json;
using Estate.TestKit;

namespace Estate.Cli.Tests.Deploy;

/// <summary>Packages as the committed lock files name them: each with its version, also those that come with another.</summary>
internal static class LockFiles
{
    private const string ScriptFolder = "node_modules/";

    /// <summary>Of everything that is shipped: the gateway's projects and the simulated devices. The district's service is not.</summary>
    internal static IReadOnlyList<string> Shipped { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(Repository.Root, "src"))
            .Where(folder => Path.GetFileName(folder) != "Estate.District")
            .Select(folder => Path.Combine(folder, "packages.lock.json")).Where(File.Exists).Order(StringComparer.Ordinal),
        Path.Combine(Repository.Root, "firmware-sim", "packages.lock.json"),
    ];

    /// <summary>Of the packages: arm64 and amd64, as .NET calls them.</summary>
    internal static IReadOnlyList<string> Runtimes { get; } = ["linux-arm64", "linux-x64"];

    internal static string PageScripts { get; } = Path.Combine(Repository.Root, "src", "Estate.Web", "package-lock.json");

    /// <summary>Of one packages.lock.json.</summary>
    internal static IReadOnlyList<(string Name, string Version)> Packages(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.TryGetProperty("resolved", out _))
            .Select(package => (package.Name, package.Value.GetProperty("resolved").GetString()!))];
    }

    /// <summary>Of a package-lock.json.</summary>
    internal static IReadOnlyList<(string Name, string Version)> Scripts(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.GetProperty("packages").EnumerateObject()
            .Where(package => package.Name.StartsWith(ScriptFolder, StringComparison.Ordinal))
            .Select(package => (package.Name[ScriptFolder.Length..], package.Value.GetProperty("version").GetString()!))];
    }
}
