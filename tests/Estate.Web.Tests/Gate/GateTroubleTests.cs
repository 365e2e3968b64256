using System.Globalization;
using Estate.Adapters.Threads;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;
using static Estate.Web.Tests.Gate.SideGate;

namespace Estate.Web.Tests.Gate;

/// <summary>The gate on simulated wires under load, and without them.</summary>
public sealed class GateTroubleTests
{
    [Fact]
    public async Task The_thread_that_moves_the_gate_comes_before_all_others()
    {
        if (!await NiceThread.RunAsync(0, () => NiceThread.TrySet(NiceThread.Urgent)))
            Assert.Skip("threads may not be given priority here (ulimit -e)");
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await Eventually.UntilAsync(() => NiceValues("estate").Contains(NiceThread.Urgent));

        // The name and, 16 columns after it, the nice value: proc_pid_stat(5).
        static int[] NiceValues(string thread) => [.. Directory.GetDirectories("/proc/self/task")
            .Select(StatOf)
            .Where(stat => stat.Contains($"({thread})", StringComparison.Ordinal))
            .Select(stat => int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture))];

        // Threads of other tests end at any moment.
        static string StatOf(string task)
        {
            try
            {
                return File.ReadAllText(Path.Combine(task, "stat"));
            }
            catch (IOException)
            {
                return "";
            }
        }
    }

    [Fact]
    public async Task A_flood_of_frames_delays_no_exit_and_every_loss_is_counted()
    {
        const int frames = 10_000;
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var person = gateway.AtTheGate();
        using var stranger = gateway.AtTheGate();
        await person.UntilAsync(Locked);
        async Task FloodAsync()
        {
            var saying = Task.Run(() =>
                stranger.SendAsync(string.Join('\n', Enumerable.Range(0, frames).Select(i => Frame((ulong)(0x100000 + i))))));
            for (var taken = 0; taken < frames;)
                taken += (await stranger.ReadAsync() ?? throw new IOException($"hung up after {taken}")) == "ok" ? 1 : 0;
            await saying;
        }
        var flood = FloodAsync();
        await person.SendAsync("set gate/s-gate:exit 1");
        await person.UntilAsync(Released);
        await flood;
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_pins_frames_total{result=\"read\"}"), read =>
            read == frames, seconds: 60);
        async Task<double> ToldAsync() => await gateway.MetricAsync("estate_dropped_total{queue=\"urgent\"}")
            + await gateway.MetricAsync("estate_dropped_total{queue=\"facts\"}")
            + TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM fact WHERE type = 'access_decided'");
        await Eventually.UntilAsync(ToldAsync, told => told >= frames, seconds: 60);
        await person.SendAsync("set gate/s-gate:exit 0");
        await person.UntilAsync(Locked);
        await person.SendAsync(Frame(0xD41B81));
        await person.UntilAsync(Released);
    }

    [Fact]
    public async Task Unavailable_pins_are_reported_and_the_rest_runs()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.StopGatewayAsync();
        await File.WriteAllTextAsync(gateway.Data.PinSocket, "in the way");
        await gateway.StartGatewayAsync();
        var health = await Eventually.UntilAsync(
            () => gateway.HealthAsync(),
            body => body.Contains("degraded", StringComparison.Ordinal) && body.Contains("pins.sock", StringComparison.Ordinal));
        Assert.Contains("\"storage\":\"ok\"", health, StringComparison.Ordinal);
        File.Delete(gateway.Data.PinSocket);
    }
}
