using System.Runtime.InteropServices;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Deploy;

/// <summary>How the script keeps the gateway compiled; an SDK of ours stands for the real one, which takes minutes.</summary>
public sealed class EstateScriptTests : IDisposable
{
    private const string Sdk =
        """
        #!/bin/bash
        here=$(dirname "$0")
        [ "$1" != --version ] || exec cat "$here/version"
        echo "$*" >>"$here/asked"
        [ ! -e "$here/broken" ] || { echo "error CS0000: broken"; exit 1; }
        while [ "$1" != -o ]; do shift; done
        mkdir -p "$2"
        printf '#!/bin/sh\necho "ran $*"\n' >"$2/Estate.Cli"
        chmod +x "$2/Estate.Cli"
        """;

    private static readonly string Runtime = "linux-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    private readonly TemporaryFolder _folder = new();

    public EstateScriptTests()
    {
        File.WriteAllText(_folder.File("dotnet"), Sdk);
        File.SetUnixFileMode(_folder.File("dotnet"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(_folder.File("version"), "10.0.1\n");
    }

    private string Stamp => _folder.File($"var/build/gateway-{Runtime}.stamp");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_gateway_is_compiled_once_until_a_source_or_the_SDK_changes()
    {
        await RunsAsync(1, "is compiled at the first command");
        await RunsAsync(1, "is there at the second");
        File.WriteAllText(_folder.File("version"), "10.0.2\n");
        await RunsAsync(2, "has another .NET in it");
        File.SetLastWriteTimeUtc(Stamp, DateTime.UnixEpoch);
        await RunsAsync(3, "is older than its sources");
        await RunsAsync(3, "is there again");
        Assert.Contains($"-p:GatewayRuntime={Runtime} ", File.ReadLines(_folder.File("asked")).First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_run_names_its_options_and_starts_nothing()
    {
        var (code, said) = await ScriptAsync("run", "--help");
        Assert.Equal(0, code);
        foreach (var option in
            new[] { "--port", "--rate", "--faults", "--drill", "--no-history", "--seed", "--devices", "--households", "--bays", "--speed" })
            Assert.Contains(option, said, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("asked")));
    }

    [Fact]
    public async Task A_build_that_fails_says_why_and_is_tried_again()
    {
        File.WriteAllText(_folder.File("broken"), "");
        var (code, said) = await GatewayAsync("any");
        Assert.Equal(1, code);
        Assert.Contains("error CS0000: broken", said, StringComparison.Ordinal);
        Assert.Contains($"gateway-{Runtime}.log", said, StringComparison.Ordinal);
        File.Delete(_folder.File("broken"));
        await RunsAsync(2, "is compiled after it failed");
    }

    /// <summary>No option is added to what a person writes: not every command has it.</summary>
    [Theory]
    [InlineData("profile codec-test folder")]
    [InlineData("profile import folder --data elsewhere")]
    [InlineData("backup key")]
    public async Task A_command_gets_its_own_words_and_finds_the_estate_through_the_environment(string words)
    {
        File.WriteAllText(
            _folder.File("dotnet"), Sdk.Replace("ran $*", "ran $* in $ESTATE_DATA of $ESTATE_FILE", StringComparison.Ordinal));
        var (code, said) = await ScriptAsync(words.Split(' '));
        Assert.True(
            code == 0 && said.EndsWith($"ran {words} in {_folder.File("var")} of deploy/reference/estate.yaml\n", StringComparison.Ordinal),
            said);
    }

    /// <summary>Otherwise a newcomer sees a demonstration without curves of its server.</summary>
    [Theory]
    [InlineData("dialect: v1", true)]
    [InlineData("dialect: v2, organisation: o", false)]
    public async Task Run_installs_InfluxDb_where_the_estate_has_the_first_one_here(string dialect, bool isInstalled)
    {
        var programs = Directory.CreateDirectory(_folder.File("programs")).FullName;
        foreach (var program in Directory.EnumerateFiles("/usr/bin").Where(path => Path.GetFileName(path) is not ("influxd" or "apt-get")))
            File.CreateSymbolicLink(Path.Combine(programs, Path.GetFileName(program)), program);
        foreach (var (program, does) in new[] { ("apt-get", "echo \"$*\" >>\"$0.asked\""), ("id", "echo 0") })
        {
            File.WriteAllText(_folder.File(program), "#!/bin/bash\n" + does);
            File.SetUnixFileMode(_folder.File(program), File.GetUnixFileMode(_folder.File("dotnet")));
        }
        File.WriteAllText(_folder.File("estate.yaml"), $"site: s\ninflux: {{ url: \"http://127.0.0.1:18086/\", {dialect} }}\n");
        // The estate is not built, and so not started.
        File.WriteAllText(_folder.File("broken"), "");
        var (code, said) = await ScriptAsync(
            [("PATH", $"{_folder.Path}:{programs}"), ("ESTATE_FILE", _folder.File("estate.yaml"))], "run");
        Assert.True(code == 1 && said.Contains("error CS0000: broken", StringComparison.Ordinal), said);
        var asked = File.Exists(_folder.File("apt-get.asked")) ? File.ReadAllText(_folder.File("apt-get.asked")) : "";
        Assert.Equal(isInstalled, asked.Contains(" influxdb", StringComparison.Ordinal));
    }

    private async Task RunsAsync(int builds, string argument)
    {
        var (code, said) = await GatewayAsync(argument);
        Assert.True(code == 0 && said.EndsWith($"ran {argument}\n", StringComparison.Ordinal), said);
        Assert.Equal(builds, File.ReadLines(_folder.File("asked")).Count());
    }

    private Task<(int Code, string Output)> GatewayAsync(string argument) => ScriptAsync("gateway", argument);

    private Task<(int Code, string Output)> ScriptAsync(params string[] arguments) =>
        ScriptAsync([("PATH", _folder.Path + ":" + Environment.GetEnvironmentVariable("PATH"))], arguments);

    private Task<(int Code, string Output)> ScriptAsync((string, string?)[] environment, params string[] arguments) => Shell.RunAsync(
        [("ESTATE_VAR", _folder.File("var")), ("ESTATE_FILE", null), ("ESTATE_DATA", null), .. environment],
        "bash", [Path.Combine(Repository.Root, "estate"), .. arguments]);
}
