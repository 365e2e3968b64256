using System.Text.Json;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Deploy;

/// <summary>What a release says it is made of: every package of the lock files, with its version.</summary>
public sealed class BillOfMaterialsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_locked_package_is_named_with_its_version()
    {
        var (code, said) = await Shell.RunAsync(
            [("ESTATE_VAR", _folder.File("var"))], "bash", Path.Combine(Repository.Root, "estate"), "sbom", _folder.File("out"));
        Assert.True(code == 0, said);
        var documents = Directory.GetFiles(_folder.File("out")).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, documents.Count);
        var source = Path.Combine(Repository.Root, "src");
        Assert.Equal(LockedPackages(Path.Combine(source, "Estate.Cli", "packages.lock.json")), Named(documents[1]));
        Assert.Equal(LockedScripts(Path.Combine(source, "Estate.Web", "package-lock.json")), Named(documents[0]));
    }

    private static List<string> LockedPackages(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return Sorted(document.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.TryGetProperty("resolved", out _))
            .Select(package => $"{package.Name} {package.Value.GetProperty("resolved").GetString()}"));
    }

    private static List<string> LockedScripts(string file)
    {
        const string folder = "node_modules/";
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return Sorted(document.RootElement.GetProperty("packages").EnumerateObject()
            .Where(package => package.Name.StartsWith(folder, StringComparison.Ordinal))
            .Select(package => $"{package.Name[folder.Length..]} {package.Value.GetProperty("version").GetString()}"));
    }

    private static List<string> Named(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal("CycloneDX", document.RootElement.GetProperty("bomFormat").GetString());
        return Sorted(document.RootElement.GetProperty("components").EnumerateArray()
            .Select(one => $"{one.GetProperty("name").GetString()} {one.GetProperty("version").GetString()}"));
    }

    private static List<string> Sorted(IEnumerable<string> all) => [.. all.Distinct().Order(StringComparer.Ordinal)];
}
