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
        var program = Path.Combine(Repository.Root, "src", "Estate.Cli", "packages.lock.json");
        Assert.Equal(Sorted(LockFiles.Packages(program).Select(NameAndVersion)), Named(documents[1]));
        Assert.Equal(Sorted(LockFiles.Scripts(LockFiles.PageScripts).Select(NameAndVersion)), Named(documents[0]));
    }

    private static List<string> Named(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal("CycloneDX", document.RootElement.GetProperty("bomFormat").GetString());
        return Sorted(document.RootElement.GetProperty("components").EnumerateArray()
            .Select(one => $"{one.GetProperty("name").GetString()} {one.GetProperty("version").GetString()}"));
    }

    private static string NameAndVersion((string Name, string Version) package) => $"{package.Name} {package.Version}";

    private static List<string> Sorted(IEnumerable<string> all) => [.. all.Distinct().Order(StringComparer.Ordinal)];
}
