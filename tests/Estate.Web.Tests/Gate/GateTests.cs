using System.Globalization;
using System.Text.Json;
using Estate.Adapters.Threads;
using Estate.Domain.Gate;
using Estate.Gateway;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Gate;

/// <summary>The gate on simulated wires, through the whole gateway.</summary>
public sealed class GateTests
{
    private const string Locked = "out gate/s-gate:lock 1";
    private const string Released = "out gate/s-gate:lock 0";

    [Fact]
    public async Task A_card_opens_for_the_pulse_and_every_decision_is_journaled()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var person = gateway.AtTheGate();
        await person.UntilAsync(Locked);
        await person.SendAsync(Frame(0xD41B81));
        await person.UntilAsync(Released);
        await person.UntilAsync(Locked);
        await person.SendAsync(Frame(0xBAD));
        var events = await Eventually.UntilAsync(
            () => gateway.AskAsync(HttpMethod.Get, "/api/gates/s-gate/events"), all => all.GetArrayLength() == 3);
        Assert.Equal(
            [AccessEvent.DeniedUnknownCredential, AccessEvent.NoEntryAfterGranted, AccessEvent.Granted],
            events.EnumerateArray().Select(one => one.GetProperty("event").GetString()));
        Assert.Equal(2, await gateway.MetricAsync("estate_pins_frames_total{result=\"read\"}"));
    }

    [Theory]
    [InlineData("gate/s-gate:fire")]
    [InlineData("gate/s-gate:exit")]
    public async Task Fire_and_exit_release_without_broker_and_with_a_stalled_disk(string wire)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var person = gateway.AtTheGate();
        await person.UntilAsync(Locked);
        gateway.KillBroker();
        using (TestDatabase.Lock(gateway.Data.Database))
        {
            // Something to write, so that the committer really waits for the disk.
            await person.SendAsync(Frame(0xBAD));
            await person.SendAsync($"set {wire} 1");
            await person.UntilAsync(Released);
        }
    }

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
    public async Task A_fire_release_survives_a_kill_until_a_person_resets_it()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using (var person = gateway.AtTheGate())
        {
            await person.UntilAsync(Locked);
            await person.SendAsync("set gate/s-gate:fire 1");
            await person.UntilAsync(Released);
            await Eventually.UntilAsync(() =>
                TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM fact WHERE body LIKE '%fire_input_changed%'") == 1);
        }
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        using var after = gateway.AtTheGate();
        Assert.Equal("alarm", (await StateAsync(gateway)).GetProperty("door_alarm_state").GetString());
        var reset = await Eventually.UntilAsync(
            () => gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/alarms/alarm/reset", "desk", """{"reason":"drill is over"}"""),
            answer => !answer.TryGetProperty("reason", out _));
        Assert.Equal("done", reset.GetProperty("result").GetString());
        await after.UntilAsync(Locked);
    }

    [Fact]
    public async Task A_start_during_a_fire_never_locks()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.StopGatewayAsync();
        var pins = new BurningPins();
        gateway.Platform = PlatformServices.Real with { OpenPins = (_, _, _) => pins };
        await gateway.StartGatewayAsync();
        await Eventually.UntilAsync(() => !pins.Driven.IsEmpty);
        await Eventually.UntilAsync(() => StateAsync(gateway), state => state.GetProperty("authority").GetString() == "fire");
        Assert.DoesNotContain(true, pins.Driven);
    }

    [Fact]
    public async Task A_gateway_killed_during_a_fire_with_a_standing_order_restores_both()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.StopGatewayAsync();
        var url = new Uri(gateway.Url);
        using (await Server.StartAsync(
            url.Port, "dotnet", Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll"), "run", "--estate", gateway.EstateFile, "--data",
            gateway.Data.Root, "--urls", gateway.Url))
        {
            using var person = gateway.AtTheGate();
            await person.UntilAsync(Locked);
            await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/lock-down", "desk", """{"on":true,"reason":"drill"}""");
            await person.SendAsync("set gate/s-gate:fire 1");
            await person.UntilAsync(Released);
            await Eventually.UntilAsync(() =>
                TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM fact WHERE body LIKE '%fire_input_changed%'") == 1);
            // Disposed: SIGKILL, nothing of it runs to an end.
        }
        await gateway.StartGatewayAsync();
        var state = await Eventually.UntilAsync(() => StateAsync(gateway), state => state.GetProperty("authority").GetString() == "fire");
        Assert.Equal(
            ("alarm", "unlocked"), (state.GetProperty("door_alarm_state").GetString(), state.GetProperty("lock_status").GetString()));
        Assert.Equal(
            "done", (await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/alarms/alarm/reset", "desk", """{"reason":"over"}"""))
                .GetProperty("result").GetString());
        Assert.Equal("lock_down", (await StateAsync(gateway)).GetProperty("authority").GetString());
    }

    [Fact]
    public async Task With_an_unset_clock_a_card_is_required_until_it_is_set()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Equal(
            "approved",
            await DecideAsync(
                gateway, """{"closed":["00:00-00:01"],"open_means":"free","resolution":"r","effective_from":"SOONT00:00"}"""));
        await gateway.StopGatewayAsync();
        var time = new ShiftedTime(TimeSpan.FromDays(-50 * 365));
        var isSynchronised = false;
        gateway.Platform = new(time, () => isSynchronised);
        await gateway.StartGatewayAsync();
        using var person = gateway.AtTheGate();
        await person.UntilAsync(Locked);
        Assert.Contains(
            "clock_untrusted",
            (await Eventually.UntilAsync(() => StateAsync(gateway), state => state.GetProperty("alarms").GetArrayLength() > 0))
            .GetProperty("alarms").ToString(), StringComparison.Ordinal);
        await person.SendAsync(Frame(0xD41B81));
        await person.UntilAsync(Released);
        await person.UntilAsync(Locked);
        // The network brings the time; it is noon of a day on which the decided hours are free.
        (time.Offset, isSynchronised) = (
            DateTimeOffset.Parse(RunningGateway.Soon + "T04:00:00Z", System.Globalization.CultureInfo.InvariantCulture)
            .AddDays(1) - TimeProvider.System.GetUtcNow(), true);
        await person.UntilAsync(Released);
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
    public async Task The_morning_report_stays_on_the_page_whatever_happens_afterwards()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database,
            """
            INSERT INTO fact(at, received, device, slice, type, body) VALUES(0, 0, 'gate/s-gate', 'gate', 'closing_reported',
              '{"type":"closing_reported","device":"gate/s-gate","time":{"at":0,"received_at":0,"clock":"synced","is_placed":true},'
                || '"watch":{"from":0,"version":0,"watched_seconds":21600,"told_seconds":21600,"until":21600000},'
                || '"scheduled_minutes":360}');
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
            INSERT INTO fact(at, received, device, slice, type, body) SELECT i, i, 'gate/s-gate', 'gate', 'door_moved',
              '{"type":"door_moved","device":"gate/s-gate","time":{"at":0,"received_at":0,"clock":"synced","is_placed":true},'
                || '"is_open":true}' FROM n;
            """);
        await gateway.StartGatewayAsync();
        Assert.Contains(
            "360 minutes to be closed, told to lock for 360", await gateway.GetAsync("/gates/s-gate?lang=en"), StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(await gateway.GetAsync("/api/gates/s-gate/closings")).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_damaged_state_on_disk_loses_no_decision()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Equal(
            "approved", await DecideAsync(gateway, """{"closed":["22:00-06:00"],"resolution":"r","effective_from":"SOONT00:00"}"""));
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database, "UPDATE state SET body = substr(body, 1, 40) WHERE device = 'gate/s-gate'");
        await gateway.StartGatewayAsync();
        var state = await StateAsync(gateway);
        Assert.Equal("22:00-06:00", state.GetProperty("decided")[0].GetProperty("closed")[0].GetString());
        Assert.Contains("schedule_damaged", state.GetProperty("alarms").ToString(), StringComparison.Ordinal);
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

    internal static string Frame(ulong data)
    {
        var frame = Wiegand.Encode(26, data);
        return "frame gate/s-gate:reader " + Convert.ToString((long)frame.Bits, 2).PadLeft(26, '0');
    }

    private static async Task<JsonElement> StateAsync(RunningGateway gateway) =>
        JsonDocument.Parse(await gateway.GetAsync("/api/gates/s-gate")).RootElement.Clone();

    private static async Task<string?> DecideAsync(RunningGateway gateway, string body)
    {
        var proposed = await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/proposals", "chair", body);
        var id = proposed.GetProperty("id").GetString();
        return (await gateway.AskAsync(HttpMethod.Post, $"/api/gates/s-gate/proposals/{id}/approve", "secretary")).GetProperty("result")
            .GetString();
    }
}
