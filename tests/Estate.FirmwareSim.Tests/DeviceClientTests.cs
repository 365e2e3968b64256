using System.Collections.Concurrent;
using System.Text;
using Estate.TestKit;
using Xunit;

namespace Estate.FirmwareSim.Tests;

/// <summary>The simulated devices' way to the broker, against a real Mosquitto, in MQTT 5 and 3.1.1.</summary>
public sealed class DeviceClientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Server.FreePort();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_arrive_with_topic_payload_and_order_also_after_a_broker_restart(bool isMqtt311)
    {
        var broker = await TestServers.MosquittoAsync(_folder, _port);
        using var listener = new DeviceClient(Options("listener") with
        { IsMqtt311 = isMqtt311, Subscriptions = [("news/#", 1)] }, TimeProvider.System);
        var received = Collect(listener);
        listener.Start();
        using var speaker = new DeviceClient(Options("speaker") with { IsMqtt311 = isMqtt311 }, TimeProvider.System);
        speaker.Start();
        await Task.WhenAll(ReadyAsync(listener), ReadyAsync(speaker));
        for (var i = 0; i < 500; i++)
            Assert.True(speaker.Publish("news/中文", Encoding.UTF8.GetBytes($"{i} 🍭")));
        await Eventually.UntilAsync(() => received.Count == 500);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"news/中文={i} 🍭"), received);
        await Eventually.UntilAsync(() => speaker.Unacknowledged == 0);

        broker.Dispose();
        await Eventually.UntilAsync(() =>
            listener.Current.State == ConnectionState.Disconnected && speaker.Current.State == ConnectionState.Disconnected);
        Assert.True(speaker.Publish("elsewhere", "while away"u8));
        Assert.False(speaker.Publish("elsewhere", "at QoS 0"u8, qos: 0));
        using var second = await TestServers.MosquittoAsync(_folder, _port);
        await Task.WhenAll(ReadyAsync(listener), ReadyAsync(speaker));
        await Eventually.UntilAsync(() => speaker.Unacknowledged == 0);
        speaker.Publish("news/now", "back again"u8);
        await Eventually.UntilAsync(() => received.Contains("news/now=back again"));
    }

    [Fact]
    public async Task A_full_outbox_and_an_invalid_topic_are_refused()
    {
        using var lonely = new DeviceClient(Options("lonely") with { MaxUnacknowledged = 3 }, TimeProvider.System);
        lonely.Start();
        await Eventually.UntilAsync(() => lonely.Current.Reason.Contains("refused", StringComparison.OrdinalIgnoreCase));
        Assert.False(lonely.Publish("no/#/wildcards", "x"u8));
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => lonely.Publish("t", "x"u8)));
    }

    [Fact]
    public async Task A_refused_publish_is_reported_and_the_last_message_arrives()
    {
        var acl = _folder.File("acl");
        await File.WriteAllTextAsync(acl, "topic read #\ntopic write allowed\n");
        using var broker = await TestServers.MosquittoAsync(_folder, _port, $"allow_anonymous true\nacl_file {acl}");
        using var listener = new DeviceClient(Options("listener") with { Subscriptions = [("#", 1)] }, TimeProvider.System);
        var (received, refused) = (Collect(listener), new ConcurrentQueue<string>());
        listener.Start();
        await ReadyAsync(listener);
        var brief = new DeviceClient(Options("brief"), TimeProvider.System) { PublishRefused = refused.Enqueue };
        brief.Start();
        await ReadyAsync(brief);
        brief.Publish("anything", "x"u8);
        brief.Publish("allowed", "last words"u8);
        brief.Dispose();
        await Eventually.UntilAsync(() => received.Contains("allowed=last words"));
        Assert.Single(refused);
        Assert.False(brief.Publish("allowed", "too late"u8));
    }

    [Fact]
    public async Task TLS_accepts_the_estates_own_authority_and_names_another()
    {
        var files = TestCertificates.Write(_folder);
        using var broker = await TestServers.MosquittoAsync(_folder, _port,
            $"allow_anonymous true\ncafile {files.CaFile}\ncertfile {files.ServerFile}\nkeyfile {files.ServerKeyFile}");
        using var client = new DeviceClient(Options("safe") with { Host = "localhost", Tls = new(files.CaFile) }, TimeProvider.System);
        client.Start();
        await ReadyAsync(client);
        using var stranger = new DeviceClient(Options("stranger") with
        { Host = "localhost", Tls = new(files.OtherCaFile) }, TimeProvider.System);
        stranger.Start();
        await Eventually.UntilAsync(() => stranger.Current.Reason.Contains("of another authority than", StringComparison.Ordinal));
    }

    private DeviceClientOptions Options(string id) =>
        new() { Host = "127.0.0.1", Port = _port, ClientId = id, MaxReconnectDelay = TimeSpan.FromMilliseconds(500) };

    private static ConcurrentQueue<string> Collect(DeviceClient client)
    {
        var received = new ConcurrentQueue<string>();
        client.MessageReceived = message => received.Enqueue($"{message.Topic}={Encoding.UTF8.GetString(message.Payload)}");
        return received;
    }

    private static Task ReadyAsync(DeviceClient client) => Eventually.UntilAsync(() => client.Current.State == ConnectionState.Ready);
}
