using System.Collections.Concurrent;
using System.Text;
using Estate.Adapters.Mqtt;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

/// <summary>Receipts, against a real Mosquitto.</summary>
public sealed class MqttNetBrokerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Server.FreePort();
    private Server? _after;

    public void Dispose()
    {
        _after?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_receipt_from_a_closed_connection_acknowledges_nothing_on_the_next()
    {
        using var before = await TestServers.MosquittoAsync(_folder, _port);
        var heard = new ConcurrentQueue<(string Text, Action Receipt)>();
        using (var client = Client("one", heard))
        {
            await client.ReadyAgainAsync();
            using (var speaker = await SpeakerAsync())
                speaker.Publish("news", "before"u8.ToArray());
            await Eventually.UntilAsync(() => heard.Count == 1);
            // Its session goes with it, so that the next message has the same packet identifier.
            before.Dispose();
            _after = await TestServers.MosquittoAsync(_folder, _port);
            await client.ReadyAgainAsync();
            using (var speaker = await SpeakerAsync())
                speaker.Publish("news", "after"u8.ToArray());
            await Eventually.UntilAsync(() => heard.Count == 2);
            heard.First().Receipt();
            client.Broker.Publish("elsewhere", [1]);
            await Eventually.UntilAsync(() => client.Broker.Unacknowledged == 0);
        }
        using var again = Client("one", heard);
        await Eventually.UntilAsync(() => heard.Count == 3);
        Assert.Equal("after", heard.Last().Text);
    }

    [Fact]
    public async Task The_broker_limits_unacknowledged_deliveries()
    {
        using var broker = await TestServers.MosquittoAsync(_folder, _port);
        var heard = new ConcurrentQueue<(string Text, Action Receipt)>();
        using var client = Client("one", heard);
        await client.ReadyAgainAsync();
        using var speaker = await SpeakerAsync();
        for (var i = 0; i < 1_500; i++)
            speaker.Publish("news", Encoding.ASCII.GetBytes($"{i}"));
        await Eventually.UntilAsync(() => speaker.Unacknowledged == 0 && heard.Count == 1_000);
        foreach (var (_, receipt) in heard)
            receipt();
        await Eventually.UntilAsync(() => heard.Count == 1_500);
        Assert.Equal(Enumerable.Range(0, 1_500).Select(i => $"{i}"), heard.Select(one => one.Text));
    }

    [Fact]
    public async Task A_message_without_room_is_redelivered()
    {
        using var broker = await TestServers.MosquittoAsync(_folder, _port);
        var heard = new ConcurrentQueue<(string Text, Action Receipt)>();
        using var client = Client("one", heard);
        await client.ReadyAgainAsync();
        using var speaker = await SpeakerAsync();
        client.HasRoom = false;
        speaker.Publish("news", "first"u8.ToArray());
        await Eventually.UntilAsync(() => heard.Count == 1);
        client.HasRoom = true;
        // Nobody acknowledges it; the client redelivers it.
        await Eventually.UntilAsync(() => heard.Count == 2);
        Assert.Equal(["first", "first"], heard.Select(one => one.Text));
    }

    private StartedClient Client(string id, ConcurrentQueue<(string Text, Action Receipt)> heard) => new(Session(id), heard);

    private async Task<MqttNetBroker> SpeakerAsync()
    {
        var speaker = new StartedClient(Session("speaker"), []);
        await speaker.ReadyAgainAsync();
        return speaker.Broker;
    }

    private BrokerSession Session(string id) =>
        new(new("127.0.0.1", _port, null), id, "", id == "speaker" ? [] : ["news"],
        $"probe/{id}")
        { MaxReconnectDelay = TimeSpan.FromMilliseconds(500) };

    private sealed class StartedClient : IDisposable
    {
        private volatile int _readies;
        private int _seen;

        internal StartedClient(BrokerSession session, ConcurrentQueue<(string Text, Action Receipt)> heard)
        {
            Broker = new(session, TimeProvider.System);
            Broker.Start(BrokerEvents.Ignored with
            {
                Changed = state => _readies += state.IsReady ? 1 : 0,
                Received = message =>
                {
                    heard.Enqueue((Encoding.UTF8.GetString(message.Payload), message.Receipt!));
                    return HasRoom;
                },
            });
        }

        internal MqttNetBroker Broker { get; }

        internal bool HasRoom { get; set; } = true;

        /// <summary>Once more than when this was last asked.</summary>
        internal async Task ReadyAgainAsync()
        {
            await Eventually.UntilAsync(() => _readies > _seen);
            _seen = _readies;
        }

        public void Dispose() => Broker.Dispose();
    }
}
