using System.Collections.Concurrent;
using System.Text;
using Estate.Adapters.Mqtt;
using Estate.Gateway.Commands;
using Estate.Gateway.Configuration;
using Estate.Mosquitto;
using Estate.TestKit;

namespace Estate.Gateway.Tests.Identity;

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
            broker: { host: 127.0.0.1, port: {{_listeners.Plain}}, tls_port: {{_listeners.Password}}, tls_client_port: {{_listeners.Certificate}}, bind: 127.0.0.1, names: [ broker.test ] }
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
    internal static async Task<BrokerOfEstate> StartAsync(string devices = "  - { id: bins/one }\n  - { id: bins/two }\n  - { id: bins/three }")
    {
        var broker = new BrokerOfEstate(devices);
        await broker.RunAsync();
        return broker;
    }

    internal async Task RunAsync() => _server = await Server.StartAsync(_listeners.Plain!.Value, "mosquitto", "-c", Path.Combine(Data.Broker, "mosquitto.conf"));

    internal void Kill() => _server!.Dispose();

    internal Task ReloadAsync() => _server!.ReloadAsync();

    /// <summary>The gateway's user, on this machine.</summary>
    internal Member Gateway(string filter, string user = MqttLink.GatewayUser) => Add(new(new()
    {
        Host = "127.0.0.1",
        Port = _listeners.Plain!.Value,
        ClientId = $"watcher-{_members.Count}",
        Credentials = new(user, user == MqttLink.GatewayUser ? Data.GatewayPassword() : BrokerSetup.PasswordOf(Data, user)!),
        Subscriptions = [(filter, 1)],
        SessionExpiry = TimeSpan.Zero,
    }));

    /// <summary>A device with its password over TLS.</summary>
    internal Member WithPassword(string name, string? password = null, string filter = "#", string? ca = null) => Add(new(Device(name, filter) with
    {
        Port = _listeners.Password!.Value,
        Credentials = new(name, password ?? BrokerSetup.PasswordOf(Data, name)!),
        Tls = new(ca ?? Data.Authority),
    }));

    /// <summary>A device with a certificate, out of the folder it was given.</summary>
    internal Member WithCertificate(string name, string? folder = null, string filter = "#") => Add(new(Device(name, filter) with
    {
        Port = _listeners.Certificate!.Value,
        Tls = new(Data.Authority, Path.Combine(folder ?? Given, name, "device.crt"), Path.Combine(folder ?? Given, name, "device.key")),
    }));

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

    private static MosquittoClientOptions Device(string name, string filter) => new()
    {
        Host = "127.0.0.1",
        ClientId = name,
        Subscriptions = [(filter, 1)],
        SessionExpiry = TimeSpan.Zero,
        MaxReconnectDelay = TimeSpan.FromMilliseconds(500),
    };

    private Member Add(Member member)
    {
        _members.Add(member);
        return member;
    }
}

/// <summary>One who is connected, and what came to it.</summary>
internal sealed class Member
{
    private int _refused;

    internal Member(MosquittoClientOptions options)
    {
        Name = options.Credentials?.UserName ?? options.ClientId;
        Client = new(options, TimeProvider.System)
        {
            MessageReceived = message => Received.Enqueue((message.Topic, Encoding.UTF8.GetString(message.Payload))),
            PublishRefused = _ => Interlocked.Increment(ref _refused),
            Changed = change => Changes.Enqueue(change.State),
        };
        Client.Start();
    }

    internal string Name { get; }
    internal MosquittoClient Client { get; }
    internal ConcurrentQueue<(string Topic, string Payload)> Received { get; } = [];
    internal ConcurrentQueue<ConnectionState> Changes { get; } = [];
    internal int Refused => Volatile.Read(ref _refused);

    internal async Task<Member> ReadyAsync()
    {
        await Eventually.SeeAsync(() => Task.FromResult(Client.Current), state => state.State == ConnectionState.Ready);
        return this;
    }

    internal Task SeesAsync(string word) => Eventually.SeeAsync(() => Task.FromResult(Client.Current.Reason), reason => reason.Contains(word, StringComparison.Ordinal));

    internal void Say(string topic, string text) => Client.Publish(topic, Encoding.UTF8.GetBytes(text));

    /// <summary>The broker has answered everything.</summary>
    internal Task SettledAsync(int seconds = 20) => Eventually.SeeAsync(() => Task.FromResult(Client.Unacknowledged), waiting => waiting == 0, seconds);
}
