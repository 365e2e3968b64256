using System.Text;
using Estate.Adapters.Mqtt;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

/// <summary>The gateway's connection to its broker, against a real Mosquitto.</summary>
public sealed class BrokerClientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private int Port { get; } = Server.FreePort();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_client_is_ready_once_its_own_echo_came_back()
    {
        using var broker = await BrokerAsync();
        using var one = new Listener(new MqttNetBroker(Session("one"), TimeProvider.System));
        await one.ReadyAsync();
        Assert.Equal(["connected: connected", "ready: subscribed, own echo came back"], one.States.Select(state => state.Reason));
    }

    [Fact]
    public async Task Messages_arrive_with_topic_payload_and_order_and_the_brokers_copies_are_known()
    {
        using var broker = await BrokerAsync();
        using var speaker = new Listener(new MqttNetBroker(Session("speaker"), TimeProvider.System));
        await speaker.ReadyAsync();
        Assert.True(speaker.Client.Publish("news/kept", "old"u8.ToArray(), retain: true));
        await Eventually.UntilAsync(() => speaker.Client.Unacknowledged == 0);
        using var listener = new Listener(new MqttNetBroker(Session("listener"), TimeProvider.System));
        await listener.ReadyAsync();
        for (var i = 0; i < 500; i++)
            Assert.True(speaker.Client.Publish("news/中文", Encoding.UTF8.GetBytes($"{i} 🍭")));
        await Eventually.UntilAsync(() => listener.Heard.Count == 501);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"news/中文={i} 🍭 now").Prepend("news/kept=old kept"), listener.Heard);
        await Eventually.UntilAsync(() => speaker.Client.Unacknowledged == 0);
    }

    [Fact]
    public async Task A_killed_broker_is_reconnected_and_gets_the_messages_queued_meanwhile()
    {
        using var broker = await BrokerAsync();
        using var one = new Listener(new MqttNetBroker(Session("one"), TimeProvider.System));
        await one.ReadyAsync();
        broker.Dispose();
        await Eventually.UntilAsync(() => one.States.Last().Reason.StartsWith("disconnected", StringComparison.Ordinal));
        Assert.True(one.Client.Publish("elsewhere", "while away"u8.ToArray()));
        using var second = await BrokerAsync();
        await one.ReadyAsync();
        await Eventually.UntilAsync(() => one.Client.Unacknowledged == 0);
        Assert.True(one.Client.Publish("news", "back again"u8.ToArray()));
        await Eventually.UntilAsync(() => one.Heard.Contains("news=back again now"));
    }

    [Fact]
    public async Task The_broker_keeps_messages_for_a_disconnected_client()
    {
        using var broker = await BrokerAsync();
        using (var before = new Listener(new MqttNetBroker(Session("one"), TimeProvider.System)))
            await before.ReadyAsync();
        using var speaker = new Listener(new MqttNetBroker(Session("speaker"), TimeProvider.System));
        await speaker.ReadyAsync();
        speaker.Client.Publish("news", "for later"u8.ToArray());
        await Eventually.UntilAsync(() => speaker.Client.Unacknowledged == 0);
        using var after = new Listener(new MqttNetBroker(Session("one"), TimeProvider.System));
        await Eventually.UntilAsync(() => after.Heard.Contains("news=for later now"));
    }

    /// <summary>A plug cannot read when an order ends: the broker forgets it, also over its restart, and so does the outbox.</summary>
    [Fact]
    public async Task An_order_that_has_expired_reaches_nobody_even_if_the_broker_was_restarted_meanwhile()
    {
        var durable = $"allow_anonymous true\npersistence true\npersistence_location {_folder.Path}/\nautosave_on_changes true\n"
            + "autosave_interval 1";
        var broker = await BrokerAsync(durable);
        using (var before = new Listener(new MqttNetBroker(Session("one"), TimeProvider.System)))
            await before.ReadyAsync();
        using var speaker = new Listener(new MqttNetBroker(Session("speaker"), TimeProvider.System));
        await speaker.ReadyAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        speaker.Client.Publish("news", "on"u8.ToArray(), expiry: TimeSpan.FromSeconds(8));
        speaker.Client.Publish("news", "off"u8.ToArray(), expiry: TimeSpan.FromSeconds(300));
        await Eventually.UntilAsync(() => speaker.Client.Unacknowledged == 0);
        broker.Dispose();
        await Eventually.UntilAsync(() => !speaker.States.Last().IsReady);
        speaker.Client.Publish("news", "on again"u8.ToArray(), expiry: TimeSpan.FromSeconds(1));
        speaker.Client.Publish("news", "for ever"u8.ToArray());
        var away = System.Diagnostics.Stopwatch.StartNew();
        await Eventually.UntilAsync(() => away.Elapsed > TimeSpan.FromSeconds(1.5));
        using var second = await BrokerAsync(durable);
        await speaker.ReadyAsync();
        await Eventually.UntilAsync(() => watch.Elapsed > TimeSpan.FromSeconds(9));
        await Eventually.UntilAsync(() => speaker.Client.Unacknowledged == 0);
        using var after = new Listener(new MqttNetBroker(Session("one"), TimeProvider.System));
        await Eventually.UntilAsync(() => after.Heard.Contains("news=for ever now"));
        Assert.Equal(["news=off now", "news=for ever now"], after.Heard);
    }

    [Fact]
    public async Task An_unacknowledged_message_is_redelivered()
    {
        using var broker = await BrokerAsync();
        using var speaker = new Listener(new MqttNetBroker(Session("speaker"), TimeProvider.System));
        await speaker.ReadyAsync();
        using (var dies = new Listener(new MqttNetBroker(Session("one"), TimeProvider.System), givesReceipts: false))
        {
            await dies.ReadyAsync();
            for (var i = 0; i < 10; i++)
                speaker.Client.Publish("news", Encoding.UTF8.GetBytes($"{i}"));
            await Eventually.UntilAsync(() => dies.Heard.Count == 10);
            Assert.Equal(10, dies.Receipts.Count);
            foreach (var receipt in dies.Receipts.Where((_, index) => index % 2 == 0))
                receipt();
            // What was said last is there when the receipts before it are.
            await Eventually.UntilAsync(() => speaker.Client.Unacknowledged == 0);
            await dies.EchoAsync();
        }
        using var after = new Listener(new MqttNetBroker(Session("one"), TimeProvider.System));
        await after.ReadyAsync();
        speaker.Client.Publish("news", "last"u8.ToArray());
        await Eventually.UntilAsync(() => after.Heard.Contains("news=last now"));
        Assert.Equal(["news=1 now", "news=3 now", "news=5 now", "news=7 now", "news=9 now", "news=last now"], after.Heard);
    }

    [Fact]
    public async Task A_connection_without_its_echo_is_not_ready_and_is_replaced()
    {
        var acl = _folder.File("acl");
        await File.WriteAllTextAsync(acl, "user gateway\ntopic write probe/deaf\ntopic read news/#\n");
        using var broker = await BrokerAsync($"allow_anonymous true\nacl_file {acl}");
        using var deaf = new Listener(
            new MqttNetBroker(Session("deaf") with { EchoInterval = TimeSpan.FromMilliseconds(200) }, TimeProvider.System));
        await Eventually.UntilAsync(() =>
            deaf.States.Any(state => state.Reason.Contains("own echo did not come back", StringComparison.Ordinal))
            && deaf.States.Count(state => state.Reason == "connected: connected") > 1);
        Assert.DoesNotContain(deaf.States, state => state.IsReady);
    }

    [Fact]
    public async Task A_refused_publish_is_reported()
    {
        var acl = _folder.File("acl");
        await File.WriteAllTextAsync(acl, "user gateway\ntopic read #\ntopic write probe/mute\n");
        using var broker = await BrokerAsync($"allow_anonymous true\nacl_file {acl}");
        using var mute = new Listener(new MqttNetBroker(Session("mute"), TimeProvider.System));
        await mute.ReadyAsync();
        mute.Client.Publish("anything", "x"u8.ToArray());
        await Eventually.UntilAsync(() => !mute.Refusals.IsEmpty && mute.Client.Unacknowledged == 0);
    }

    [Fact]
    public async Task A_full_queue_and_an_invalid_topic_are_refused()
    {
        using var lonely = new Listener(new MqttNetBroker(Session("lonely") with { MaxUnacknowledged = 3 }, TimeProvider.System));
        await Eventually.UntilAsync(() => lonely.States.Any(state => state.Reason.Contains($"127.0.0.1:{Port}", StringComparison.Ordinal)));
        Assert.False(lonely.Client.Publish("no/#/wildcards", "x"u8.ToArray()));
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => lonely.Client.Publish("t", "x"u8.ToArray())));
    }

    [Fact]
    public async Task The_client_authenticates_with_its_password()
    {
        var passwords = _folder.File("passwd");
        BrokerFiles.Write(
            _folder.File("broker"), "s1", new(Port, null, null), new([("gateway", "secret")], [], new ForeignTopics([])),
            File.WriteAllLines);
        File.Move(Path.Combine(_folder.File("broker"), "passwd"), passwords);
        using var broker = await BrokerAsync($"allow_anonymous false\npassword_file {passwords}");
        using var known = new Listener(new MqttNetBroker(Session("known"), TimeProvider.System));
        using var stranger = new Listener(new MqttNetBroker(Session("stranger") with { Password = "guessed" }, TimeProvider.System));
        await known.ReadyAsync();
        await Eventually.UntilAsync(() => !stranger.States.IsEmpty);
        Assert.DoesNotContain(stranger.States, state => state.Reason.StartsWith("connected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TLS_accepts_the_estates_own_authority_and_no_other()
    {
        var files = TestCertificates.Write(_folder);
        using var broker = await BrokerAsync(
            $"allow_anonymous true\ncafile {files.CaFile}\ncertfile {files.ServerFile}\nkeyfile {files.ServerKeyFile}");
        using var safe = new Listener(
            new MqttNetBroker(Session("safe") with { Broker = new("localhost", Port, files.CaFile) }, TimeProvider.System));
        using var stranger = new Listener(
            new MqttNetBroker(Session("stranger") with { Broker = new("localhost", Port, files.OtherCaFile) }, TimeProvider.System));
        await safe.ReadyAsync();
        await Eventually.UntilAsync(() => !stranger.States.IsEmpty);
        Assert.All(stranger.States, state => Assert.StartsWith("disconnected", state.Reason, StringComparison.Ordinal));
    }

    private BrokerSession Session(string id) => new(new("127.0.0.1", Port, null), id, "secret", ["news/#"], $"probe/{id}")
    {
        FirstReconnectDelay = TimeSpan.FromMilliseconds(100),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(500),
    };

    private Task<Server> BrokerAsync(string more = "allow_anonymous true") => TestServers.MosquittoAsync(_folder, Port, more);
}
