using Estate.Adapters.Mqtt;
using Estate.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

/// <summary>A broker that breaks the protocol is disconnected with a reason; outgoing messages are kept for the next one.</summary>
public sealed class BadBrokerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Server.FreePort();

    public void Dispose() => _folder.Dispose();

    /// <summary>What comes behind the welcome, in hexadecimal.</summary>
    [Theory]
    [InlineData("308080808001", "a packet whose length is none")]
    [InlineData("30818040", "a packet of more than 1048576 bytes")]
    [InlineData("3606000161000100", "of a quality of service that MQTT does not have")]
    [InlineData("C000", "breaks the rules of MQTT 5")]
    [InlineData("0000", "breaks the rules of MQTT 5")]
    [InlineData("2003000000", "breaks the rules of MQTT 5")]
    [InlineData("100C00044D5154540502003C000000", "breaks the rules of MQTT 5")]
    [InlineData("9003000100", "")]
    [InlineData("900500010080", "in the middle of a message")]
    [InlineData("320A000161", "in the middle of a message")]
    [InlineData("E00282", "in the middle of a message")]
    [InlineData("E0018E", "session taken over")]
    [InlineData("", "the broker ended the connection")]
    public async Task A_protocol_violation_ends_the_connection_with_a_reason_and_loses_nothing(string hex, string reason)
    {
        var bytes = Convert.FromHexString(hex);
        using var one = new Listener(new MqttNetBroker(Session("one"), TimeProvider.System));
        Assert.True(one.Client.Publish("elsewhere", "kept"u8.ToArray()));
        var hangsUp = reason.Length == 0 || reason.StartsWith("the broker ended", StringComparison.Ordinal)
            || reason.StartsWith("in the middle", StringComparison.Ordinal);
        using (var bad = new ScriptedBroker(_port, _ => [.. ScriptedBroker.Welcome, .. bytes], hangsUp))
            await Eventually.UntilAsync(() => bad.Connections > 2
                && one.States.Any(state =>
                    state.Reason.StartsWith("disconnected: ", StringComparison.Ordinal)
                    && state.Reason.Contains(reason, StringComparison.Ordinal)));
        Assert.DoesNotContain(one.States, state => state.IsReady);
        Assert.Equal(1, one.Client.Unacknowledged);
        Assert.Empty(one.Heard);

        using var good = await TestServers.MosquittoAsync(_folder, _port);
        await one.ReadyAsync();
        await Eventually.UntilAsync(() => one.Client.Unacknowledged == 0);
    }

    [Theory]
    [InlineData("20020001", "does not speak MQTT 5")]
    [InlineData("20020005", "refuses user name or password")]
    [InlineData("2003008400", "does not speak MQTT 5")]
    [InlineData("2003008700", "refuses user name or password")]
    [InlineData("2003009700", "refuses the connection: quota exceeded")]
    [InlineData("2001", "in the middle of a message")]
    [InlineData("485454502F312E3120343030204261642052657175657374", "in the middle of a message")]
    [InlineData("D000", "breaks the rules of MQTT 5")]
    public async Task A_refusal_is_distinguished_from_a_server_that_is_not_a_broker(string hex, string reason)
    {
        using var bad = new ScriptedBroker(_port, _ => Convert.FromHexString(hex), hangsUp: true);
        Assert.Contains(
            reason, await BrokerProbe.TryAsync(new("127.0.0.1", _port, null), "secret", TimeProvider.System, default),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_without_acknowledgements_is_dropped_after_ten_seconds_and_gets_a_resend()
    {
        byte[] granted = [0x90, 4, 0, 1, 0, 1];
        using var one = new Listener(new MqttNetBroker(Session("one") with { EchoTopic = null }, TimeProvider.System));
        using (new ScriptedBroker(_port, _ => ScriptedBroker.Welcome, granted: granted))
        {
            await one.ReadyAsync();
            one.Client.Publish("elsewhere", "kept"u8.ToArray());
            await Eventually.UntilAsync(() => one.States.Any(state => state.Reason == "disconnected: the broker does not acknowledge"));
        }
        using var good = await TestServers.MosquittoAsync(_folder, _port);
        await Eventually.UntilAsync(() => one.Client.Unacknowledged == 0);
    }

    [Fact]
    public async Task A_broker_that_never_answers_is_dropped_by_the_injected_clock()
    {
        var time = new FakeTimeProvider();
        using var silent = new ScriptedBroker(_port, _ => []);
        using var one = new Listener(new MqttNetBroker(Session("one"), time));
        await Eventually.UntilAsync(() => silent.Connections == 1);
        Assert.Empty(one.States);
        time.Advance(TimeSpan.FromSeconds(10));
        // Sooner than the library's own ten seconds by the machine's clock.
        await Eventually.UntilAsync(
            () => one.States.Any(state => state.Reason.EndsWith(": the broker does not answer", StringComparison.Ordinal)), seconds: 8);
    }

    [Fact]
    public async Task Any_received_bytes_leave_the_client_able_to_reconnect()
    {
        var random = new Random(22);
        using var one = new Listener(new MqttNetBroker(Session("one"), TimeProvider.System));
        using (var bad = new ScriptedBroker(_port, number => Noise(random, number), hangsUp: true))
            await Eventually.UntilAsync(() => bad.Connections > 300);
        using var good = await TestServers.MosquittoAsync(_folder, _port);
        await one.ReadyAsync();
        one.Client.Publish("news", "as ever"u8.ToArray());
        await Eventually.UntilAsync(() => one.Heard.Contains("news=as ever now"));
    }

    /// <summary>A broker's bytes, with some of them changed.</summary>
    private static byte[] Noise(Random random, int number)
    {
        byte[] bytes = [
            .. ScriptedBroker.Welcome, 0x90, 5, 0, 1, 0, 1, 1, 0x32, 9, 0, 1, (byte)'a', 0, 7, 0, 1, 2, 3, 0x40, 2, 0, 1, 0xD0, 0];
        if (number % 2 == 0)
            random.NextBytes(bytes.AsSpan(ScriptedBroker.Welcome.Length));
        for (var i = 0; i < 3; i++)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private BrokerSession Session(string id) => new(new("127.0.0.1", _port, null), id, "secret", ["news"], $"probe/{id}")
    {
        FirstReconnectDelay = TimeSpan.FromMilliseconds(1),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(20),
    };
}
