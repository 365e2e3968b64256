using System.Text.Json;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Deploy;

/// <summary>What a release says it is made of: every package of the lock files and .NET itself, each with its version.</summary>
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
        var dotnet = await VersionOfDotnetAsync();
        var runtimes = LockFiles.Runtimes.SelectMany(runtime => new[]
        {
            $"Microsoft.NETCore.App.Runtime.{runtime} {dotnet}", $"Microsoft.AspNetCore.App.Runtime.{runtime} {dotnet}",
        });
        Assert.Equal(Sorted(LockFiles.Packages(program).Select(NameAndVersion).Concat(runtimes)), Named(documents[1]));
        Assert.Equal(Sorted(LockFiles.Scripts(LockFiles.PageScripts).Select(NameAndVersion)), Named(documents[0]));
    }

    /// <summary>The one this SDK puts into what it publishes.</summary>
    private static async Task<string> VersionOfDotnetAsync()
    {
        var (_, said) = await Shell.RunAsync("dotnet", "--version");
        var (code, root) = await Shell.RunAsync("dotnet", "--list-sdks");
        var sdk = root.Split('\n').First(line => line.StartsWith(said.Trim() + " ", StringComparison.Ordinal)).Split('[', ']')[1];
        Assert.Equal(0, code);
        var versions = await File.ReadAllTextAsync(Path.Combine(sdk, said.Trim(), "Microsoft.NETCoreSdk.BundledVersions.props"));
        return versions.Split("<BundledNETCoreAppPackageVersion>")[1].Split('<')[0];
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
