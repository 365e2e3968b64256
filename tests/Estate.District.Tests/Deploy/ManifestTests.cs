using System.Diagnostics;
using Estate.TestKit;
using Xunit;

namespace Estate.District.Tests.Deploy;

/// <summary>The manifests by the schemas of Kubernetes' own API, since kubectl and kubeconform need not be here.</summary>
public sealed class ManifestTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "district", "kubernetes");

    [Fact]
    public async Task Each_manifest_is_what_Kubernetes_says_of_its_kind()
    {
        var (code, said) = await CheckAsync([.. Directory.GetFiles(Folder, "*.yaml").Order(StringComparer.Ordinal)]);
        Assert.True(code == 0, said);
        Assert.Equal(12, said.Split(" ok\n").Length - 1);
        Assert.Equal(2, said.Split(" left out\n").Length - 1);
    }

    [Theory]
    [InlineData("replicas: 2", "replicas: two", "worker.yaml: apps/v1 Deployment: data/spec/replicas must be integer")]
    [InlineData("kind: Deployment", "kind: Deploymint", "worker.yaml: apps/v1 Deploymint: Cannot find module")]
    [InlineData("selector:", "selectors:", "data/spec must have required property selector")]
    public async Task A_manifest_that_is_wrong_is_said_to_be(string right, string wrong, string said)
    {
        using var folder = new TemporaryFolder(inMemory: true);
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "worker.yaml"));
        Assert.Contains(right, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("worker.yaml"), text.Replace(right, wrong, StringComparison.Ordinal));
        var (code, output) = await CheckAsync(folder.File("worker.yaml"));
        Assert.Equal(1, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> CheckAsync(params string[] files)
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/npm"),
            "Kubernetes' schemas come by npm, which is not here: apt-get install -y --no-install-recommends npm");
        var tools = await NodeTools.InstallAsync("kubernetes");
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(tools, "check.mjs"), .. files])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return (node.ExitCode, output + await error);
    }
}
