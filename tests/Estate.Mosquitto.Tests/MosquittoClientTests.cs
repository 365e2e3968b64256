using System.Collections.Concurrent;
using System.Text;
using Estate.TestKit;
using Xunit;

namespace Estate.Mosquitto.Tests;

/// <summary>Against a real Mosquitto.</summary>
public sealed class MosquittoClientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Server.FreePort();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_client_is_ready_once_its_own_echo_came_back()
    {
        using var broker = await TestServers.MosquittoAsync(_folder, _port);
        using var client = Client("one", echo: "probe/one");
        var states = new ConcurrentQueue<ConnectionState>();
        client.Changed = change => states.Enqueue(change.State);
        client.Start();
        await Ready(client);
        Assert.Equal([ConnectionState.Connected, ConnectionState.Ready], states);
        Assert.True(client.Current.IsMqtt5);
    }

    [Fact]
    public async Task Messages_arrive_with_topic_payload_and_order()
    {
        using var broker = await TestServers.MosquittoAsync(_folder, _port);
        using var listener = Client("listener", subscribe: "news/#");
        var received = Collect(listener);
        listener.Start();
        using var speaker = Client("speaker");
        speaker.Start();
        await Task.WhenAll(Ready(listener), Ready(speaker));
        for (var i = 0; i < 500; i++)
            Assert.Equal(PublishResult.Accepted, speaker.Publish("news/中文", Encoding.UTF8.GetBytes($"{i} 🍭")));
        await Eventually.SeeAsync(() => received.Count == 500);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"news/中文={i} 🍭"), received);
        await Eventually.SeeAsync(() => speaker.Unacknowledged == 0);
    }

    [Fact]
    public async Task Subscriptions_work_again_after_the_broker_was_killed()
    {
        var broker = await TestServers.MosquittoAsync(_folder, _port);
        using var listener = Client("listener", subscribe: "news", echo: "probe/listener");
        var received = Collect(listener);
        listener.Start();
        await Ready(listener);
        broker.Dispose();
        await Eventually.SeeAsync(() => listener.Current.State == ConnectionState.Disconnected);

        // Published while nobody is there: libmosquitto keeps it for the reconnect.
        listener.Publish("news", "while away"u8);
        using var second = await TestServers.MosquittoAsync(_folder, _port);
        await Ready(listener);
        await Eventually.SeeAsync(() => listener.Unacknowledged == 0);
        listener.Publish("news", "back again"u8);
        await Eventually.SeeAsync(() => received.Contains("news=back again"));
    }

    [Fact]
    public async Task A_connection_whose_echo_stays_out_is_not_ready_and_is_made_anew()
    {
        // The access list lets the client subscribe and publish, but not read its own probe: connected, yet deaf.
        var acl = _folder.File("acl");
        await File.WriteAllTextAsync(acl, "topic write probe/deaf\ntopic read news\n");
        using var broker = await TestServers.MosquittoAsync(_folder, _port, $"allow_anonymous true\nacl_file {acl}");
        using var client = Client("deaf", subscribe: "news", echo: "probe/deaf", echoInterval: TimeSpan.FromMilliseconds(200));
        var reasons = new ConcurrentQueue<string>();
        var states = new ConcurrentQueue<ConnectionState>();
        client.Changed = change =>
        {
            reasons.Enqueue(change.Reason);
            states.Enqueue(change.State);
        };
        client.Start();
        await Eventually.SeeAsync(() => reasons.Contains("own echo did not come back") && states.Count(state => state == ConnectionState.Connected) > 1);
        Assert.DoesNotContain(ConnectionState.Ready, states);
    }

    [Fact]
    public async Task The_will_speaks_when_a_client_is_cut_off()
    {
        using var broker = await TestServers.MosquittoAsync(_folder, _port);
        using var listener = Client("listener", subscribe: "status/+");
        var received = Collect(listener);
        listener.Start();
        await Ready(listener);
        using var raw = await ScriptedClient.ConnectAsync(_port, "mortal", will: ("status/mortal", "offline"));
        raw.Dispose();
        await Eventually.SeeAsync(() => received.Contains("status/mortal=offline"));
    }

    [Fact]
    public async Task A_broker_that_knows_only_3_1_1_is_spoken_to_in_3_1_1()
    {
        using var broker = new OldBroker(_port);
        using var client = Client("modern");
        client.Start();
        await Ready(client);
        Assert.False(client.Current.IsMqtt5);
        Assert.Equal([5, 4], broker.Versions);
    }

    [Fact]
    public async Task A_refused_publish_is_told()
    {
        var acl = _folder.File("acl");
        await File.WriteAllTextAsync(acl, "topic read #\n");
        using var broker = await TestServers.MosquittoAsync(_folder, _port, $"allow_anonymous true\nacl_file {acl}");
        using var client = Client("mute");
        var refused = new ConcurrentQueue<string>();
        client.PublishRefused = refused.Enqueue;
        client.Start();
        await Ready(client);
        client.Publish("anything", "x"u8);
        await Eventually.SeeAsync(() => !refused.IsEmpty);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_takes_nothing()
    {
        using var client = new MosquittoClient(Options("lonely") with { MaxUnacknowledged = 3 }, TimeProvider.System);
        client.Start();
        await Eventually.SeeAsync(() => client.Current.Reason.Contains("refused", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            [PublishResult.Accepted, PublishResult.Accepted, PublishResult.Accepted, PublishResult.QueueFull],
            Enumerable.Range(0, 4).Select(_ => client.Publish("t", "x"u8)));
        Assert.Equal(PublishResult.Invalid, new MosquittoClient(Options("other"), TimeProvider.System).Publish("no/#/wildcards", "x"u8));
    }

    [Fact]
    public async Task Tls_works_with_the_estates_own_authority_and_not_with_another()
    {
        var files = TestCertificates.Write(_folder);
        using var broker = await TestServers.MosquittoAsync(_folder, _port,
            $"allow_anonymous true\ncafile {files.CaFile}\ncertfile {files.ServerFile}\nkeyfile {files.ServerKeyFile}");
        using var client = new MosquittoClient(Options("safe") with { Host = "localhost", Tls = new(files.CaFile) }, TimeProvider.System);
        client.Start();
        await Ready(client);

        using var stranger = new MosquittoClient(Options("stranger") with { Host = "localhost", Tls = new(files.OtherCaFile) }, TimeProvider.System);
        stranger.Start();
        await Eventually.SeeAsync(() => stranger.Current.Reason != "not started");
        Assert.Equal(ConnectionState.Disconnected, stranger.Current.State);
    }

    private MosquittoClientOptions Options(string id) => new() { Host = "127.0.0.1", Port = _port, ClientId = id, MaxReconnectDelay = TimeSpan.FromMilliseconds(500) };

    private MosquittoClient Client(string id, string? subscribe = null, string? echo = null, TimeSpan? echoInterval = null) => new(
        Options(id) with
        {
            Subscriptions = subscribe is null ? [] : [(subscribe, 1)],
            EchoTopic = echo,
            EchoInterval = echoInterval ?? TimeSpan.FromSeconds(15),
        }, TimeProvider.System);

    private static ConcurrentQueue<string> Collect(MosquittoClient client)
    {
        var received = new ConcurrentQueue<string>();
        client.MessageReceived = message => received.Enqueue($"{message.Topic}={Encoding.UTF8.GetString(message.Payload)}");
        return received;
    }

    private static Task Ready(MosquittoClient client) => Eventually.SeeAsync(() => client.Current.State == ConnectionState.Ready);
}
