using System.Text.RegularExpressions;
using Estate.Adapters.Influx;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Estate.Cli.Tests.Deploy;

/// <summary>docker-compose.yml: what is promised of it, and what Compose itself says.</summary>
public sealed partial class ComposeTests
{
    private static readonly string ComposeFile = Path.Combine(Repository.Root, "docker-compose.yml");
    private static readonly string[] Secrets = ["INFLUX_TOKEN", "INFLUX_PASSWORD", "GRAFANA_PASSWORD"];

    [Fact]
    public void All_five_services_are_health_checked_confined_and_unprivileged()
    {
        var services = Services(File.ReadAllText(ComposeFile));
        Assert.Equal(
            ["gateway", "grafana", "influxdb", "mosquitto", "simulator"], services.Keys.Cast<string>().Order(StringComparer.Ordinal));
        Assert.Empty(services.SelectMany(service => Mistakes((string)service.Key, (Dictionary<object, object>)service.Value)));
    }

    [Theory]
    [InlineData("read_only: true", "read_only: false", "gateway: read_only")]
    [InlineData("user: \"472:472\"", "user: \"0:0\"", "grafana: user")]
    [InlineData("${INFLUX_TOKEN:?set INFLUX_TOKEN in .env, see deploy/docker/.env.example}", "changeme", "gateway: INFLUX_TOKEN")]
    [InlineData("cap_drop: [ALL]", "cap_drop: []", "gateway: cap_drop")]
    [InlineData("127.0.0.1:3000:3000", "3000:3000", "grafana: ports")]
    public void A_missing_confinement_is_detected(string promised, string otherwise, string mistake)
    {
        var services = Services(File.ReadAllText(ComposeFile).Replace(promised, otherwise, StringComparison.Ordinal));
        Assert.Contains(mistake, services.SelectMany(service => Mistakes((string)service.Key, (Dictionary<object, object>)service.Value)));
    }

    [Fact]
    public async Task Compose_accepts_the_file_only_once_every_password_is_set()
    {
        Assert.SkipUnless(Shell.Has("docker-compose"), "docker-compose is not here");
        var (code, output) = await Shell.RunAsync(
            Secrets.Select(name => (name, (string?)"made-up")), "docker-compose", "-f", ComposeFile, "config", "--quiet");
        Assert.True(code == 0, output);
        foreach (var missing in Secrets)
        {
            (code, output) = await Shell.RunAsync(
                Secrets.Select(name => (name, name == missing ? null : "made-up")), "docker-compose", "-f", ComposeFile, "config",
                "--quiet");
            Assert.True(code != 0 && output.Contains($"set {missing}", StringComparison.Ordinal), output);
        }
    }

    [Fact]
    public void Demonstration_accounts_are_created_only_on_request()
    {
        var gateway = (Dictionary<object, object>)Services(File.ReadAllText(ComposeFile))["gateway"];
        Assert.Equal("${ESTATE_DEMO:-no}", ((Dictionary<object, object>)gateway["environment"])["ESTATE_DEMO"]);
        Assert.Contains("ESTATE_DEMO=no", File.ReadAllLines(Path.Combine(Repository.Root, "deploy", "docker", ".env.example")));
    }

    [Fact]
    public void The_example_settings_name_every_secret_and_set_none()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "deploy", "docker", ".env.example"));
        foreach (var secret in Secrets)
            Assert.Contains($"{secret}=", lines);
    }

    [Fact]
    public async Task The_container_writes_its_secrets_readable_by_nobody_else()
    {
        using var folder = new TemporaryFolder();
        var docker = Path.Combine(Repository.Root, "deploy", "docker");
        string Here(string text) => text.Replace("/run/estate", folder.Path, StringComparison.Ordinal);
        var start = Here(File.ReadAllText(Path.Combine(docker, "start")).Split("gateway() {")[0]);
        var (code, output) = await Shell.RunAsync([("INFLUX_TOKEN", "a token"), ("INFLUX_PASSWORD", "a password")], "bash", "-c", start);
        Assert.True(code == 0, output);
        var estate = folder.File("estate.yaml");
        File.WriteAllText(
            estate, "site: s\nhouseholds: 1\ndevices: [ { id: bins/a } ]\n" + Here(File.ReadAllText(Path.Combine(docker, "influx.yaml"))));
        var model = EstateFileReader.Read(estate, InventoryChanges.None);
        Assert.Equal(("a token", "a password", InfluxDialect.V2), (model.Influx!.Token, model.Influx.SetupPassword, model.Influx.Dialect));
        Assert.NotNull(model.Influx.KeepDays);
        Assert.NotNull(model.Influx.MeansDays);
        Assert.Equal(2, model.SecretFiles.Count);
        Assert.All(model.SecretFiles, path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
        // Nobody else sets the server up: the two would be in each other's way.
        var server = (Dictionary<object, object>)(
            (Dictionary<object, object>)Services(File.ReadAllText(ComposeFile))["influxdb"])["environment"];
        Assert.DoesNotContain(server.Keys, key => ((string)key).StartsWith("DOCKER_INFLUXDB_INIT", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_mounted_from_the_repository_exists()
    {
        foreach (Match path in Mounted().Matches(File.ReadAllText(ComposeFile)))
            Assert.True(Path.Exists(Path.Combine(Repository.Root, path.Groups[1].Value)), path.Value);
    }

    private static Dictionary<object, object> Services(string yaml) =>
        (Dictionary<object, object>)new DeserializerBuilder().Build()
        .Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(new StringReader(yaml))))["services"];

    private static IEnumerable<string> Mistakes(string name, Dictionary<object, object> service)
    {
        if (!service.TryGetValue("healthcheck", out var health) || !((Dictionary<object, object>)health).ContainsKey("test"))
            yield return $"{name}: healthcheck";
        if (!service.TryGetValue("read_only", out var readOnly) || (string)readOnly != "true")
            yield return $"{name}: read_only";
        if (!service.TryGetValue("user", out var user) || !NotRoot().IsMatch((string)user))
            yield return $"{name}: user";
        if (!List(service, "cap_drop").Contains("ALL"))
            yield return $"{name}: cap_drop";
        if (!List(service, "security_opt").Contains("no-new-privileges:true"))
            yield return $"{name}: security_opt";
        if (List(service, "ports").Any(port => !port.StartsWith("127.0.0.1:", StringComparison.Ordinal)))
            yield return $"{name}: ports";
        foreach (var (key, value) in (Dictionary<object, object>)service.GetValueOrDefault("environment", new Dictionary<object, object>()))
            if (SecretName().IsMatch((string)key) && !MustBeSet().IsMatch((string)value))
                yield return $"{name}: {key}";
    }

    private static IEnumerable<string> List(Dictionary<object, object> service, string key) =>
        ((List<object>)service.GetValueOrDefault(key, new List<object>())).Cast<string>();

    [GeneratedRegex("^[1-9][0-9]*:[1-9][0-9]*$")]
    private static partial Regex NotRoot();

    [GeneratedRegex("PASSWORD|TOKEN|SECRET")]
    private static partial Regex SecretName();

    [GeneratedRegex(@"^\$\{[A-Z_]+:\?[^}]+\}$")]
    private static partial Regex MustBeSet();

    [GeneratedRegex(@"""\./([^:]+):")]
    private static partial Regex Mounted();
}
