using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Estate.TestKit;
using Microsoft.Extensions.Configuration;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Estate.District.Tests.Deploy;

/// <summary>deploy/district: by its own validators where they are here, and what is promised of it.</summary>
public sealed partial class DeployTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "district");
    private static readonly string[] FromOperators = ["postgresql.cnpg.io/v1 Cluster"];

    [Theory]
    [InlineData("DATABASE_PASSWORD")]
    [InlineData("GRAFANA_PASSWORD")]
    [InlineData("READER_PASSWORD")]
    public async Task Compose_takes_the_file_and_asks_for_every_password(string missing)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/docker-compose"), "docker-compose is not here");
        var secrets = new[] { "DATABASE_PASSWORD", "GRAFANA_PASSWORD", "READER_PASSWORD" };
        var (code, said) = await RunAsync(secrets, "docker-compose", "-f", Path.Combine(Folder, "docker-compose.yml"), "config");
        Assert.True(code == 0, said);
        (code, said) = await RunAsync(
            secrets.Where(one => one != missing), "docker-compose", "-f", Path.Combine(Folder, "docker-compose.yml"), "config");
        Assert.True(code != 0 && said.Contains($"set {missing}", StringComparison.Ordinal), said);
    }

    /// <summary>"account add" is run as a command of the same container: it has to know the database as the worker does.</summary>
    [Fact]
    public void A_workers_environment_is_enough_for_its_commands()
    {
        using var folder = new TemporaryFolder(inMemory: true);
        foreach (var file in new[] { "worker.seed", "ca.crt" })
            File.WriteAllText(folder.File(file), "");
        File.WriteAllText(folder.File("estates.json"), "[]");
        var compose = Documents(File.ReadAllText(Path.Combine(Folder, "docker-compose.yml"))).Single();
        var worker = Map(compose, "x-worker", "environment").ToDictionary(one => (string)one.Key, one => (string?)one.Value);
        var pod = (List<object>)((Dictionary<object, object>)((List<object>)Map(
            Manifests().Single(one => Text(one, "kind") == "Deployment"), "spec", "template", "spec")["containers"])[0])["env"];
        var manifest = pod.Cast<Dictionary<object, object>>().ToDictionary(one => Text(one, "name")!, one => Text(one, "value"));
        foreach (var environment in new[] { worker, manifest })
        {
            var settings = DistrictSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(environment.Select(one =>
                new KeyValuePair<string, string?>(
                    one.Key.Replace("__", ":", StringComparison.Ordinal),
                    one.Value is ['/', ..] path ? folder.File(Path.GetFileName(path)) : one.Value))).Build());
            Assert.Equal(3, settings.Nats.Split(',').Length);
            Assert.Contains("Username=district", settings.Database, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_certificates_of_the_description_are_good_for_every_name()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "openssl is not here");
        using var folder = new TemporaryFolder(inMemory: true);
        var commands = Commands().Match(File.ReadAllText(Path.Combine(Folder, "README.md"))).Groups[1].Value;
        var (code, said) = await RunAsync(
            [], "bash", "-e", "-c", $"cd {folder.Path}\n{commands}\nopenssl verify -CAfile tls/ca.crt tls/tls.crt");
        Assert.True(code == 0 && said.Contains("tls/tls.crt: OK", StringComparison.Ordinal), said);
        using var made = X509CertificateLoader.LoadCertificateFromFile(folder.File("tls/tls.crt"));
        foreach (var name in new[] { "district.example", "nats-1", "nats-2", "nats-3", "nats-0.nats", "nats-1.nats", "nats-2.nats" })
            Assert.True(made.MatchesHostname(name), name);
    }

    [Fact]
    public async Task Kustomize_makes_all_of_it_in_the_districts_namespace()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/kubectl"), "kubectl is not here");
        var (code, said) = await RunAsync([], "kubectl", "kustomize", Path.Combine(Folder, "kubernetes"));
        Assert.True(code == 0, said);
        var made = Documents(said).ToList();
        Assert.Equal(Directory.GetFiles(Path.Combine(Folder, "kubernetes"), "*.yaml").Where(file => !file.EndsWith(
            "kustomization.yaml", StringComparison.Ordinal)).Sum(file => Documents(File.ReadAllText(file)).Count()), made.Count);
        Assert.All(
            made.Where(one => Text(one, "kind") != "Namespace"), one => Assert.Equal("district", Text(one, "metadata", "namespace")));
    }

    [Fact]
    public void Everything_that_runs_is_confined_and_limited()
    {
        var pods = Manifests().Where(one => Text(one, "kind") is "Deployment" or "StatefulSet").ToList();
        Assert.Equal(2, pods.Count);
        foreach (var pod in pods)
        {
            var spec = Map(pod, "spec", "template", "spec");
            Assert.Equal("true", Text(spec, "securityContext", "runAsNonRoot"));
            Assert.Equal("false", Text(spec, "automountServiceAccountToken"));
            foreach (var container in ((List<object>)spec["containers"]).Cast<Dictionary<object, object>>())
            {
                Assert.Equal("true", Text(container, "securityContext", "readOnlyRootFilesystem"));
                Assert.Equal("false", Text(container, "securityContext", "allowPrivilegeEscalation"));
                Assert.True(Map(container, "resources", "limits").ContainsKey("memory"));
                Assert.True(container.ContainsKey("readinessProbe"));
            }
        }
        Assert.Equal(
            FromOperators, Manifests().Select(one => $"{Text(one, "apiVersion")} {Text(one, "kind")}").Where(one =>
                !BuiltIn().IsMatch(one)));
    }

    [Fact]
    public void Message_servers_are_new_enough_and_write_before_they_answer()
    {
        foreach (var file in new[] { "docker-compose.yml", Path.Combine("kubernetes", "nats.yaml") })
        {
            var version = Image().Match(File.ReadAllText(Path.Combine(Folder, file))).Groups[1].Value;
            Assert.True(System.Version.Parse(version) >= new System.Version(2, 12, 3), $"{file}: {version}");
        }
        foreach (var file in new[] { "nats.conf", Path.Combine("kubernetes", "nats.yaml") })
            Assert.Contains("sync_interval: always", File.ReadAllText(Path.Combine(Folder, file)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_reached_from_elsewhere_is_the_estates_door_alone()
    {
        var compose = File.ReadAllText(Path.Combine(Folder, "docker-compose.yml"));
        Assert.Equal(["4222:4222"], Ports().Matches(compose).Select(match => match.Groups[1].Value)
            .Where(port => !port.StartsWith("127.0.0.1:", StringComparison.Ordinal)));
        Assert.Equal(
            ["nats-estates"],
            Manifests().Where(one => Text(one, "spec", "type") == "LoadBalancer").Select(one => Text(one, "metadata", "name")));
    }

    private static IEnumerable<Dictionary<object, object>> Manifests() =>
        Directory.GetFiles(Path.Combine(Folder, "kubernetes"), "*.yaml").Order(StringComparer.Ordinal)
            .Where(file => !file.EndsWith("kustomization.yaml", StringComparison.Ordinal))
            .SelectMany(file => Documents(File.ReadAllText(file)));

    private static IEnumerable<Dictionary<object, object>> Documents(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
            yield return new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(parser);
    }

    private static string? Text(Dictionary<object, object> from, params string[] path) =>
        path[..^1].Aggregate((object?)from, (at, name) => (at as Dictionary<object, object>)?.GetValueOrDefault(name))
            is Dictionary<object, object> map ? map.GetValueOrDefault(path[^1]) as string : null;

    private static Dictionary<object, object> Map(Dictionary<object, object> from, params string[] path) =>
        path.Aggregate(from, (at, name) => (Dictionary<object, object>)at[name]);

    private static async Task<(int Code, string Said)> RunAsync(IEnumerable<string> set, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in set)
            start.Environment[name] = "made-up";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    [GeneratedRegex(@"```\n(mkdir -p tls.*?)```", RegexOptions.Singleline)]
    private static partial Regex Commands();

    [GeneratedRegex("^(v1|apps/v1|policy/v1|networking.k8s.io/v1) ")]
    private static partial Regex BuiltIn();

    [GeneratedRegex(@"image: nats:(\d+\.\d+\.\d+)-alpine")]
    private static partial Regex Image();

    [GeneratedRegex(@"ports: \[""([^""]+)""\]")]
    private static partial Regex Ports();
}
