using System.Diagnostics;
using Xunit;

namespace Estate.Gateway.Tests;

/// <summary>The systemd unit, as systemd itself reads it.</summary>
public sealed class ServiceUnitTests
{
    private static readonly string Unit = Path.Combine(AppContext.BaseDirectory, "systemd", "estate-gateway.service");

    [Fact]
    public async Task Systemd_understands_the_unit_and_finds_it_well_confined()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not here");
        var (code, output) = await AnalyzeAsync("verify", Unit);
        Assert.True(code == 0 && !output.Contains("Unknown", StringComparison.Ordinal), output);
        (code, output) = await AnalyzeAsync("security", "--offline=true", "--threshold=30", Unit);
        Assert.True(code == 0, output);
    }

    [Fact]
    public void The_unit_feeds_a_watchdog_and_leaves_the_lock_safe_however_it_ended()
    {
        var lines = File.ReadAllLines(Unit);
        foreach (var line in new[] { "Type=notify", "WatchdogSec=10", "Restart=always" })
            Assert.Contains(line, lines);
        Assert.Contains(lines, line => line.StartsWith("ExecStopPost=", StringComparison.Ordinal) && line.Contains(" pins safe ", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output)> AnalyzeAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("systemd-analyze", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
