using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Cli.Tests.Identity;

/// <summary>One device cannot fill the memory of the broker, whatever it says, while the gateway is away or not.</summary>
[Collection(Alone.Name)]
public sealed class BrokerMemoryTests
{
    private const long Megabyte = 1024 * 1024;
    private const string Telemetry = "estate/test/bins/station-1/telemetry";

    [Theory]
    [InlineData(60_000, 2_000)]
    [InlineData(100, 60_000)]
    public async Task Messages_queued_for_an_absent_gateway_are_bounded_and_drops_are_counted(int bytes, int messages)
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Contains("\"broker\":\"ok\"", await gateway.HealthAsync(), StringComparison.Ordinal);
        var before = gateway.BrokerMemory;
        await gateway.StopGatewayAsync();
        using (var flood = await SpeakerAsync(gateway, "station-1"))
            await SayAsync(flood, messages, _ => (Telemetry, new byte[bytes]));
        var station = await gateway.StationAsync("station-2");
        station.Deposit(station.Tap("CARD0001"), "wet", 500);
        var held = gateway.BrokerMemory - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{messages} messages of {bytes} bytes: {held / 1024} KiB held");
        Assert.True(held < 48 * Megabyte, $"{messages} messages of {bytes} bytes: {held} bytes");

        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        // The broker counts each ten seconds.
        await Eventually.UntilAsync(gateway.HealthAsync, said =>
            said.Contains("ok; since it started it threw away ", StringComparison.Ordinal), 30);
        Assert.True(await gateway.MetricAsync("estate_mqtt_dropped") > 0);
        // There was no room for the tap either; its device says it again.
        await Eventually.UntilAsync(() =>
        {
            station.Tick();
            return gateway.BalanceAsync("h1");
        }, balance => balance == 5, seconds: 30);
    }

    [Fact]
    public async Task An_oversized_packet_ends_its_connection_before_it_is_read()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var before = gateway.BrokerMemory;
        for (var i = 0; i < 20; i++)
        {
            using var device = new TcpClient("127.0.0.1", gateway.BrokerPort) { NoDelay = true };
            var stream = device.GetStream();
            await stream.WriteAsync(Connect("station-1", gateway.Password("station-1")));
            var answer = new byte[4];
            await stream.ReadExactlyAsync(answer);
            Assert.Equal(0, answer[3]);
            Assert.True(await IsEndedAsync(stream, Publish(Telemetry, 1_900_000)));
        }
        Assert.True(gateway.BrokerMemory - before < 4 * Megabyte, $"{gateway.BrokerMemory - before} bytes");
    }

    [Fact]
    public async Task Devices_cannot_fill_the_broker_with_retained_messages()
    {
        await using var gateway = await RunningGateway.StartAsync(devices: "- { id: charger/plug-1, codec: tasmota, sockets: \"1\" }");
        var before = gateway.BrokerMemory;
        using (var station = await SpeakerAsync(gateway, "station-1"))
            await SayAsync(station, 1_000, number => ($"estate/test/kind-{number}/station-1/event", new byte[60_000]), retain: true);
        Assert.True(gateway.BrokerMemory - before < 16 * Megabyte, $"{gateway.BrokerMemory - before} bytes");

        using (var plug = await SpeakerAsync(gateway, "plug-1"))
            await SayAsync(plug, 8_000, number => ($"tele/plug-1/{number}", new byte[60_000]), retain: true);
        TestContext.Current.TestOutputHelper?.WriteLine($"480 MB retained: {(gateway.BrokerMemory - before) / 1024} KiB held");
        Assert.True(gateway.BrokerMemory - before < 300 * Megabyte, $"{gateway.BrokerMemory - before} bytes");
    }

    private static async Task<DeviceClient> SpeakerAsync(RunningGateway gateway, string name)
    {
        var speaker = new DeviceClient(new()
        {
            Host = "127.0.0.1",
            Port = gateway.BrokerPort,
            ClientId = "raw-" + name,
            Credentials = new(name, gateway.Password(name)),
            SessionExpiry = TimeSpan.Zero,
        }, TimeProvider.System);
        speaker.Start();
        await Eventually.UntilAsync(() => speaker.Current.State == ConnectionState.Ready);
        return speaker;
    }

    /// <summary>At QoS 1, until the broker has answered the last one, or hung up.</summary>
    private static async Task SayAsync(
        DeviceClient speaker, int messages, Func<int, (string Topic, byte[] Payload)> message, bool retain = false)
    {
        for (var number = 0; number < messages && speaker.Current.State == ConnectionState.Ready; number++)
        {
            var (topic, payload) = message(number);
            speaker.Publish(topic, payload, retain: retain);
            if (speaker.Unacknowledged > 200)
                await Eventually.UntilAsync(() => speaker.Unacknowledged < 100 || speaker.Current.State != ConnectionState.Ready);
        }
        await Eventually.UntilAsync(() => speaker.Unacknowledged == 0 || speaker.Current.State != ConnectionState.Ready);
    }

    /// <summary>Writes it all, if it may; the other side has closed.</summary>
    private static async Task<bool> IsEndedAsync(NetworkStream stream, byte[] packet)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await stream.WriteAsync(packet, patience.Token);
            return await stream.ReadAsync(new byte[1], patience.Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>MQTT 3.1.1, as simple boards speak it: nobody told them how much they may say.</summary>
    private static byte[] Connect(string user, string password) =>
        Packet(0x10, [.. Word("MQTT"), 4, 0b1100_0010, 0, 60, .. Word("raw"), .. Word(user), .. Word(password)]);

    private static byte[] Publish(string topic, int bytes) => Packet(0x32, [.. Word(topic), 0, 1, .. new byte[bytes]]);

    private static byte[] Packet(byte type, byte[] body)
    {
        var packet = new List<byte> { type };
        for (var rest = body.Length; ; rest /= 128)
        {
            packet.Add((byte)(rest % 128 | (rest >= 128 ? 128 : 0)));
            if (rest < 128)
                break;
        }
        return [.. packet, .. body];
    }

    private static byte[] Word(string text)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)text.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(text)];
    }
}
