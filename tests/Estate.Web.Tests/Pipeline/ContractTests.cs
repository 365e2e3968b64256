using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.FirmwareSim;
using Estate.Gateway;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Pipeline;

/// <summary>docs/asyncapi.yaml, the samples beside it, and what really crosses the broker say the same.</summary>
public sealed class ContractTests
{
    private static readonly string Here = AppContext.BaseDirectory;
    private static readonly string Samples = Path.Combine(Here, "docs", "samples");

    private static readonly DeviceId Station = new("bins", "station-1");

    /// <summary>Who sends a message of that name; the others are the station's.</summary>
    private static readonly Dictionary<string, DeviceId> Speakers = new()
    {
        ["card"] = new("gate", "s-gate"),
        ["inputs"] = new("gate", "s-gate"),
        ["occupancy"] = new("parking", "a001"),
        ["startup"] = new("parking", "a001"),
        ["heartbeat"] = new("parking", "a001"),
        ["passage"] = new("counter", "entry"),
        ["visit"] = new("checkpoint", "garage"),
        ["alive"] = new("checkpoint", "garage"),
        ["senses"] = new("monitor", "pump-room-water"),
        ["bikes"] = new("garage", "bikes"),
        ["standing"] = new("garage", "bikes"),
        ["sweeper"] = new("sweeper", "sweeper-1"),
        ["network"] = new("network", "switch-1"),
        ["route_done"] = new("sweeper", "sweeper-1"),
        ["authorize"] = new("charger", "c01"),
        ["protection"] = new("charger", "c01"),
        ["ended"] = new("charger", "c01"),
        ["boot_notification"] = new("charger", "c01"),
        ["sockets"] = new("charger", "c01"),
        ["meter_values"] = new("charger", "c01"),
        ["car"] = new("lift", "lift-01"),
        ["press"] = new("call-button", "call-01"),
        ["button"] = new("call-button", "call-01"),
    };

    [Fact]
    public async Task Every_sample_matches_the_contract_and_a_breach_is_detected()
    {
        var (code, output) = await CheckAsync(Samples);
        Assert.True(code == 0, output);
        Assert.Contains($"{Directory.GetFiles(Samples).Length} samples checked", output, StringComparison.Ordinal);

        using var planted = new TemporaryFolder();
        await File.WriteAllTextAsync(
            planted.File("event-tap.json"), """{"id":"1","boot":1,"seq":1,"at":1,"clock":"synced","type":"tap","data":{}}""");
        await File.WriteAllTextAsync(planted.File("event-song.json"), "{}");
        await File.WriteAllTextAsync(
            planted.File("command--door.json"), """{"id":"1","action":"door_value","issued":1,"expires":2,"data":{}}""");
        (code, output) = await CheckAsync(planted.Path);
        Assert.NotEqual(0, code);
        Assert.Contains("required property 'card'", output, StringComparison.Ordinal);
        Assert.Contains("required property 'value'", output, StringComparison.Ordinal);
        Assert.Contains("event-song.json: asyncapi.yaml has no message of this name", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_broker_traffic_matches_the_contract()
    {
        await using var gateway = await RunningGateway.StartAsync("home_assistant: { enabled: true }");
        var traffic = new ConcurrentQueue<(string Topic, byte[] Payload)>();
        using var tap = new DeviceClient(new DeviceClientOptions
        {
            Host = "127.0.0.1",
            Port = gateway.BrokerPort,
            ClientId = "wire-tap",
            Credentials = new(MqttLink.GatewayUser, gateway.Data.GatewayPassword()),
            Subscriptions = [
                ("estate/test/bins/#", 1), ("estate/test/gate/#", 1), ("estate/test/parking/#", 1), ("estate/test/sign/#", 1),
                ("estate/test/charger/#", 1), ("estate/test/checkpoint/#", 1), ("estate/test/lift/#", 1),
                ("estate/test/call-button/#", 1)],
        }, TimeProvider.System)
        {
            MessageReceived = message => traffic.Enqueue((message.Topic, message.Payload.ToArray())),
        };
        tap.Start();
        await Eventually.UntilAsync(() => tap.Current.State == ConnectionState.Ready);
        var station = await gateway.StationAsync();
        station.Telemetry("fill", """{"category":"wet","fill":0.5}""");
        station.Telemetry("climate", """{"temperature_c":21}""");
        station.Record("lid", """{"category":"wet","open":true}""");
        station.Record("nonsense", "{}");
        var visit = station.Tap("CARD0001");
        await Eventually.UntilAsync(() => station.Executed.Count == 1);
        station.Deposit(visit, "wet", 500);
        await Eventually.UntilAsync(() => station.Waiting == 0);
        var gate = await gateway.MqttGateAsync();
        gate.Report();
        gate.Card("W26:D41B81");
        gate.Card("W26:0000FF");
        await Eventually.UntilAsync(() => gate.LastOrder == "pulse_unlock");
        gate.Push(true);
        await Eventually.UntilAsync(() => gate.Executed.Count >= 2 && gate.Waiting == 0);

        var bay = (await gateway.BaysAsync())[0];
        bay.Start(occupied: false, "power_on");
        bay.Park(true);
        bay.Beat();
        await gateway.SignAsync();
        await Eventually.UntilAsync(() =>
            bay.Waiting == 0 && traffic.Any(message => message.Topic.EndsWith("sign/entrance/command", StringComparison.Ordinal)));

        var board = await gateway.ChargerAsync();
        board.Sockets[0].Bike = new(960, 180, 0.2);
        board.Card(1, "CARD0001");
        await Eventually.UntilAsync(() =>
        {
            board.Step(1);
            board.Report();
            return board.Sockets[0].IsClosed && board.Waiting == 0;
        });

        var checkpoint = await gateway.CheckpointAsync();
        checkpoint.Beat();
        checkpoint.Tap(RunningGateway.GuardCard);
        await Eventually.UntilAsync(() => checkpoint.Waiting == 0);
        var lift = await gateway.LiftAsync();
        lift.Beat();
        (lift.IsInDoorZone, lift.Faults) = (false, ["car_stopped_outside_landing_zone"]);
        lift.TellChange();
        await Eventually.UntilAsync(() => lift.Waiting == 0);
        var button = await gateway.CallButtonAsync();
        button.Beat();
        button.Press("help", TimeSpan.FromSeconds(4), "CARD0001");
        await Eventually.UntilAsync(() => button.Waiting == 0);
        // Said once a second, to whoever shows it at home.
        await Eventually.UntilAsync(() => traffic.Any(message => message.Topic.EndsWith("/home", StringComparison.Ordinal)));

        using var folder = new TemporaryFolder();
        foreach (var ((topic, payload), number) in traffic.Select((message, number) => (message, number)))
        {
            var channel = topic.Split('/')[^1];
            using var document = JsonDocument.Parse(payload);
            var type = channel is "event" or "telemetry" ? "-" + document.RootElement.GetProperty("type").GetString() : "";
            if (type != "-nonsense")
                await File.WriteAllBytesAsync(folder.File($"{channel}{type}--{number}.json"), payload);
        }
        var names = Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file).Split("--")[0]).ToHashSet();
        Assert.Superset(
            new HashSet<string> { "event-tap", "event-deposit", "event-lid", "telemetry-fill", "telemetry-climate", "event-card",
            "event-inputs", "telemetry-inputs", "event-occupancy", "event-startup", "telemetry-heartbeat", "event-authorize",
            "telemetry-sockets", "event-visit", "telemetry-alive", "event-car",
            "telemetry-car", "event-press", "telemetry-button", "status", "ack", "command", "reply", "home" }, names);
        var (code, output) = await CheckAsync(folder.Path);
        Assert.True(code == 0, output);
    }

    [Fact]
    public void The_gateway_understands_every_sample_a_device_may_send()
    {
        var decoder = new MessageDecoder(
            "s1", DeviceKinds.WithoutCards(DateTimeZone.Utc), [.. Speakers.Values.Append(Station).Distinct()], new byte[32]);
        var sent = Directory.GetFiles(Samples)
            .Where(file => Path.GetFileName(file).Split('-', '.')[0] is "event" or "telemetry" or "status" or "reply").ToList();
        Assert.NotEmpty(sent);
        foreach (var file in sent)
        {
            var signals = new List<Signal>();
            var channel = Path.GetFileName(file).Split('-', '.')[0];
            var word = Path.GetFileNameWithoutExtension(file).Split("--") is ["telemetry-batch", var more] ? more
                : Path.GetFileNameWithoutExtension(file).Split("--")[0].Split('-')[^1];
            var rejection = decoder.Decode(
                $"estate/s1/{Speakers.GetValueOrDefault(word, Station)}/{channel}", File.ReadAllBytes(file), false,
                Instant.FromUnixTimeMilliseconds(1772409601000), signals);
            Assert.True(rejection is null && signals.Count > 0, $"{Path.GetFileName(file)}: {rejection}");
        }
    }

    private static async Task<(int Code, string Output)> CheckAsync(string folder)
    {
        var contract = await NodeTools.InstallAsync("contract");
        return await RunAsync(contract, "node", "check.mjs", Path.Combine(Here, "docs", "asyncapi.yaml"), folder);
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                program, arguments)
            { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
