using System.Globalization;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Deploy;

/// <summary>The systemd units, as systemd itself reads them.</summary>
public sealed class ServiceUnitTests : IDisposable
{
    /// <summary>Tenths of systemd's own exposure level; --offline came with 250.</summary>
    private const int MostExposed = 29;
    private const int OldestSystemd = 250;

    private static readonly string Units = Path.Combine(Repository.Root, "deploy", "systemd");
    private static readonly string Gateway = Path.Combine(Units, "estate-gateway.service");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Services => [.. Directory.GetFiles(Units, "*.service").Select(path => Path.GetFileName(path))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Systemd_rates_the_unit_as_well_confined(string service)
    {
        await NeedSystemdAsync();
        var (code, output) = await Shell.RunAsync(
            "systemd-analyze", "security", "--offline=true", $"--threshold={MostExposed}", Path.Combine(Units, service));
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Systemd_verifies_the_units()
    {
        await NeedSystemdAsync();
        var (code, output) = await Shell.RunAsync("systemd-analyze", ["verify", .. Directory.GetFiles(Units).Select(WithoutPrograms)]);
        Assert.True(code == 0 && output.Length == 0, output);
    }

    [Fact]
    public void The_gateway_feeds_the_watchdog_and_the_lock_is_safe_however_it_ends()
    {
        var lines = File.ReadAllLines(Gateway);
        foreach (var line in new[] { "Type=notify", "WatchdogSec=10", "Restart=always" })
            Assert.Contains(line, lines);
        Assert.Contains(lines, line =>
            line.StartsWith("ExecStopPost=", StringComparison.Ordinal) && line.EndsWith(" pins safe", StringComparison.Ordinal));
    }

    [Fact]
    public void The_initial_settings_are_read_without_errors()
    {
        var model = EstateFileReader.Read(Path.Combine(Repository.Root, "deploy", "debian", "estate.yaml"));
        Assert.Equal("bins/station-1", Assert.Single(model.Inventory).Device.ToString());
    }

    [Fact]
    public void Every_program_a_unit_starts_comes_with_the_package_or_with_Debian()
    {
        var packed = File.ReadAllLines(Path.Combine(Repository.Root, "deploy", "debian", "install")).Select(line => line.Split(' '))
            .SelectMany(parts => parts[..^1].Select(part => $"/{parts[^1]}/{Path.GetFileName(part)}"));
        string[] known = [.. packed, "/usr/sbin/mosquitto", "/usr/bin/nsenter", "/bin/kill", "/bin/sleep"];
        foreach (var line in Directory.GetFiles(Units, "*.service").SelectMany(File.ReadAllLines)
            .Where(line => line.StartsWith("Exec", StringComparison.Ordinal)))
            Assert.Contains(line.Split('=', 2)[1].TrimStart('+').Split(' ')[0], known);
    }

    /// <summary>The programs are not on the machine of the tests; /bin/true stands for each. Also not on it: pages of the manual.</summary>
    private string WithoutPrograms(string unit)
    {
        var lines = File.ReadAllLines(unit).Where(line => !line.StartsWith("Documentation=", StringComparison.Ordinal))
            .Select(line => line.StartsWith("Exec", StringComparison.Ordinal) ? line.Split('=')[0] + "=/bin/true" : line);
        var copy = _folder.File(Path.GetFileName(unit));
        File.WriteAllLines(copy, lines);
        return copy;
    }

    private static async Task NeedSystemdAsync()
    {
        Assert.SkipUnless(Shell.Has("systemd-analyze"), "systemd-analyze is not here");
        var (_, output) = await Shell.RunAsync("systemd-analyze", "--version");
        var version = output.Split(' ').ElementAtOrDefault(1);
        Assert.SkipUnless(
            int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= OldestSystemd,
            $"systemd-analyze is too old: {version}");
    }
}
