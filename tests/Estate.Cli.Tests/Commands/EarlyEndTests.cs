using System.Diagnostics;
using System.Globalization;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Commands;

/// <summary>A gateway that is stopped while it starts, as by a supervisor at a shutdown.</summary>
public sealed class EarlyEndTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stop_at_any_instant_of_the_start_throws_nothing()
    {
        await File.WriteAllTextAsync(_folder.File("estate.yaml"), string.Create(CultureInfo.InvariantCulture,
            $$"""
            site: test
            households: 4
            broker: { port: {{Server.FreePort()}} }
            devices:
              - { id: gate/s-gate }
            gpio: simulated
            pins:
              - { device: gate/s-gate, terminal: lock, line: LOCK }
            points: { policies: [ { windows: ["00:00-12:00", "12:00-24:00"] } ] }
            """));
        // A start of a second is met at each fiftieth of it; what is left of the second is a gateway that runs.
        for (var wait = 60; wait <= 1_260; wait += 100)
        {
            var (status, output) = await EndAfterAsync(TimeSpan.FromMilliseconds(wait));
            Assert.False(
                output.Contains("xception", StringComparison.Ordinal) || output.Contains("   at ", StringComparison.Ordinal),
                $"after {wait} ms: {output}");
            // 143: the runtime itself was not up yet.
            Assert.True(status is 0 or 143, $"after {wait} ms: ended with {status}: {output}");
        }
    }

    private async Task<(int Status, string Output)> EndAfterAsync(TimeSpan wait)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll"), "run", "--estate", _folder.File("estate.yaml"), "--data",
            _folder.File("var"), "--urls", $"http://127.0.0.1:{Server.FreePort()}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var gateway = Process.Start(start)!;
        var (said, failed) = (gateway.StandardOutput.ReadToEndAsync(), gateway.StandardError.ReadToEndAsync());
        await Task.Delay(wait, TimeProvider.System);
        using (var kill = Process.Start("kill", ["-TERM", gateway.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await gateway.WaitForExitAsync();
        return (gateway.ExitCode, await said + await failed);
    }
}
