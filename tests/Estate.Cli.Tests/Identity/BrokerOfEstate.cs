using System.Collections.Concurrent;
using System.Text;
using Estate.Adapters.Mqtt;
using Estate.Cli.Commands;
using Estate.Gateway.Configuration;
using Estate.TestKit;

namespace Estate.Cli.Tests.Identity;

/// <summary>A real Mosquitto with the files the gateway makes for an estate: in the clear, over TLS, with certificates.</summary>
internal sealed class BrokerOfEstate : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Member> _members = [];
    private readonly BrokerListeners _listeners;
    private Server? _server;

    private BrokerOfEstate(string devices)
    {
        _listeners = new(Server.FreePort(), Server.FreePort(), Server.FreePort());
        EstateFile = _folder.File("estate.yaml");
        File.WriteAllText(EstateFile, $$"""
            site: test
            households: 4
            broker: { host: 127.0.0.1, port: {{_listeners.Plain}}, tls_port: {{_listeners.Password}},
                tls_client_port: {{_listeners.Certificate}}, bind: 127.0.0.1, names: [ broker.test ] }
            devices:
            {{devices}}
            gpio: simulated
            """);
        Data = new DataFolder(_folder.File("var"));
        BrokerSetup.Write(Data, Model);
    }

    internal string EstateFile { get; }
    internal DataFolder Data { get; }
    internal EstateModel Model => EstateFileReader.Read(EstateFile, InventoryChanges.Read(Data));
    internal DeviceKeys Keys => new(Data, EstateFile, TimeProvider.System);

    /// <summary>Where a test's devices keep what they were given.</summary>
    internal string Given => _folder.File("given");

    /// <param name="devices">Lines of estate.yaml.</param>
    internal static async Task<BrokerOfEstate> StartAsync(
        string devices = "  - { id: bins/one }\n  - { id: bins/two }\n  - { id: bins/three }")
    {
        var broker = new BrokerOfEstate(devices);
        await broker.RunAsync();
        return broker;
    }

    internal async Task RunAsync() =>
        _server = await Server.StartAsync(_listeners.Plain!.Value, "mosquitto", "-c", Path.Combine(Data.Broker, "mosquitto.conf"));

    internal void Kill() => _server!.Dispose();

    internal Task ReloadAsync() => _server!.ReloadAsync();

    /// <summary>The gateway's user, on this machine.</summary>
    internal Member Gateway(string filter, string user = MqttLink.GatewayUser) =>
        Add(Session($"watcher-{_members.Count}", _listeners.Plain!.Value, filter, null) with
        {
            User = user,
            Password = user == MqttLink.GatewayUser ? Data.GatewayPassword() : BrokerSetup.PasswordOf(Data, user)!,
        });

    /// <summary>A device with its password over TLS.</summary>
    internal Member WithPassword(string name, string? password = null, string filter = "#", string? ca = null) =>
        Add(Session(name, _listeners.Password!.Value, filter, ca ?? Data.Authority) with
        { Password = password ?? BrokerSetup.PasswordOf(Data, name)! });

    /// <summary>A device with a certificate, out of the folder it was given.</summary>
    internal Member WithCertificate(string name, string? folder = null, string filter = "#") =>
        Add(Session(name, _listeners.Certificate!.Value, filter, Data.Authority) with
        {
            Certificate = new(Path.Combine(folder ?? Given, name, "device.crt"), Path.Combine(folder ?? Given, name, "device.key")),
        });

    /// <summary>Puts what a device is given into a folder.</summary>
    internal string Give(string name, DeviceCertificate made, string? folder = null)
    {
        var path = Path.Combine(folder ?? Given, name);
        DataFolder.WritePrivate(Path.Combine(path, "device.crt"), Encoding.ASCII.GetBytes(made.Certificate));
        DataFolder.WritePrivate(Path.Combine(path, "device.key"), Encoding.ASCII.GetBytes(made.Key));
        return path;
    }

    public void Dispose()
    {
        _members.ForEach(member => member.Client.Dispose());
        _server?.Dispose();
        _folder.Dispose();
    }

    private static BrokerSession Session(string name, int port, string filter, string? caFile) =>
        new(new("127.0.0.1", port, caFile), name, "", [filter], null)
        {
            User = name,
            Expiry = TimeSpan.Zero,
            MaxReconnectDelay = TimeSpan.FromMilliseconds(500)
        };

    private Member Add(BrokerSession session)
    {
        _members.Add(new(session));
        return _members[^1];
    }
}

/// <summary>One who is connected, through the gateway's own client, and what came to it.</summary>
internal sealed class Member
{
    private int _refused;
    private volatile LinkState _current = new(IsReady: false, "not started");

    internal Member(BrokerSession session)
    {
        Name = session.User;
        Client = new MqttNetBroker(session, TimeProvider.System);
        Client.Start(new(Receive, Change, _ => Interlocked.Increment(ref _refused)));

        bool Receive(ReceivedMessage message)
        {
            Received.Enqueue((message.Topic, Encoding.UTF8.GetString(message.Payload)));
            message.Receipt?.Invoke();
            return true;
        }
        void Change(LinkState state)
        {
            Changes.Enqueue(state.Reason);
            _current = state;
        }
    }

    internal string Name { get; }
    internal IBrokerClient Client { get; }
    internal ConcurrentQueue<(string Topic, string Payload)> Received { get; } = [];
    internal ConcurrentQueue<string> Changes { get; } = [];
    internal int Refused => Volatile.Read(ref _refused);
    internal bool WasDisconnected => Changes.Any(reason => reason.StartsWith("disconnected", StringComparison.Ordinal));

    internal async Task<Member> ReadyAsync()
    {
        await Eventually.UntilAsync(() => Task.FromResult(_current), state => state.IsReady);
        return this;
    }

    internal Task SeesAsync(string word) =>
        Eventually.UntilAsync(() => Task.FromResult(_current.Reason), reason => reason.Contains(word, StringComparison.Ordinal));

    internal void Say(string topic, string text) => Client.Publish(topic, Encoding.UTF8.GetBytes(text));

    /// <summary>The broker has answered everything.</summary>
    internal Task UntilAcknowledgedAsync(int seconds = 20) =>
        Eventually.UntilAsync(() => Task.FromResult(Client.Unacknowledged), waiting => waiting == 0, seconds);
}
