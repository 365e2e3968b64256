using System.Text;
using Estate.Adapters.Mqtt;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

/// <summary>A hundred connections that break in the middle of a batch, in both directions, against a real Mosquitto.</summary>
public sealed class ReconnectStormTests : IDisposable
{
    private const int Cuts = 100;
    private const int Messages = 6_000;

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Server.FreePort();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hundred_broken_connections_lose_no_message_and_leak_nothing(bool isTls)
    {
        var files = TestCertificates.Write(_folder);
        var authority = isTls ? files.CaFile : null;
        var listener = isTls ? $"\ncafile {files.CaFile}\ncertfile {files.ServerFile}\nkeyfile {files.ServerKeyFile}" : "";
        using var broker = await TestServers.MosquittoAsync(_folder, _port, $"allow_anonymous true\nmax_queued_messages 100000{listener}");
        var relayPort = Server.FreePort();
        using var relay = new CuttingRelay(relayPort, _port, Cuts, seed: 22);
        using var other = new Listener(
            new MqttNetBroker(Session("other", new("localhost", _port, authority), "out/#"), TimeProvider.System));
        using var one = new Listener(
            new MqttNetBroker(Session("one", new("localhost", relayPort, authority), "in/#"), TimeProvider.System));
        await Task.WhenAll(one.ReadyAsync(), other.ReadyAsync());
        for (var i = 0; i < Messages || relay.Cuts < Cuts; i++)
        {
            await Eventually.UntilAsync(() => one.Client.Unacknowledged < 500 && other.Client.Unacknowledged < 500);
            Assert.True(
                one.Client.Publish("out/x", Encoding.ASCII.GetBytes($"{i}"))
                && other.Client.Publish("in/x", Encoding.ASCII.GetBytes($"{i}")));
        }
        await Eventually.UntilAsync(() => one.Client.Unacknowledged == 0 && other.Client.Unacknowledged == 0);
        await one.ReadyAsync();
        one.Client.Publish("out/x", "last"u8.ToArray());
        other.Client.Publish("in/x", "last"u8.ToArray());
        await Eventually.UntilAsync(() => one.Heard.Contains("in/x=last now") && other.Heard.Contains("out/x=last now"));

        // Each at least once, and first heard in the order in which it was said.
        foreach (var (ear, topic) in new[] { (one, "in/x"), (other, "out/x") })
        {
            var heard = ear.Heard.Distinct().ToList();
            Assert.Equal(Enumerable.Range(0, heard.Count - 1).Select(i => $"{topic}={i} now").Append($"{topic}=last now"), heard);
            Assert.True(heard.Count > Messages);
        }
        Assert.True(one.States.Count(state => state.IsReady) >= Cuts / 4, $"{one.States.Count(state => state.IsReady)} times ready");
        // The one connection that is, seen from both of its ends.
        await Eventually.UntilAsync(() => Task.FromResult(Sockets(relayPort)), count => count == 2);
    }

    /// <summary>Those of a port that somebody still holds.</summary>
    private static int Sockets(int port) => new[] { "/proc/net/tcp", "/proc/net/tcp6" }.SelectMany(File.ReadLines)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Count(parts =>
            parts is [_, var local, var remote, not ("06" or "0A"), ..]
            && (local.EndsWith($":{port:X4}", StringComparison.Ordinal) || remote.EndsWith($":{port:X4}", StringComparison.Ordinal)));

    private static BrokerSession Session(string id, BrokerAddress address, string filter) =>
        new(address, id, "secret", [filter], $"probe/{id}")
        {
            FirstReconnectDelay = TimeSpan.FromMilliseconds(1),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(20),
        };
}
