using System.Diagnostics;
using Estate.Adapters.Mqtt;
using Estate.FirmwareSim;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Cli.Tests.Identity;

/// <summary>The gateway itself, and simulated devices, over TLS.</summary>
public sealed class GatewayTlsTests
{
    [Fact]
    public async Task A_broker_of_another_authority_is_reported_and_nothing_is_lost()
    {
        await using var gateway = await RunningGateway.StartWithTlsAsync();
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 400);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        await Eventually.UntilAsync(() => station.Waiting == 0);

        gateway.KillBroker();
        using var folder = new TemporaryFolder();
        var stranger = new DataFolder(folder.Path);
        new DeviceAuthority(stranger, TimeProvider.System).Prepare(["127.0.0.1"]);
        var kept = new[] { "server.crt", "server.key" }.Select(name =>
            (Path: gateway.Data.BrokerFile(name), Text: File.ReadAllText(gateway.Data.BrokerFile(name)))).ToList();
        foreach (var (path, _) in kept)
            File.Copy(stranger.BrokerFile(Path.GetFileName(path)), path, overwrite: true);
        await gateway.StartBrokerAsync();
        await Eventually.UntilAsync(() => gateway.HealthAsync(),
            health => health.Contains("is of another authority than", StringComparison.Ordinal));
        await Eventually.UntilAsync(() => station.Link.Contains("is of another authority than", StringComparison.Ordinal));
        station.Deposit(station.Tap("CARD0002"), "wet", 400);
        Assert.Equal(2, station.Waiting);

        foreach (var (path, text) in kept)
            await File.WriteAllTextAsync(path, text);
        await gateway.ReloadBrokerAsync();
        await Eventually.UntilAsync(() =>
        {
            station.Tick();
            return Task.FromResult(station.Waiting);
        }, waiting => waiting == 0, 60);
        Assert.Equal((5, 5), (await gateway.BalanceAsync("h1"), await gateway.BalanceAsync("h2")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_simulated_device_speaks_over_tls_with_a_password_or_a_certificate(bool isCertificate)
    {
        using var broker = await BrokerOfEstate.StartAsync();
        broker.Keys.Renew("bins/one", new(isCertificate, 30, broker.Given));
        await broker.ReloadAsync();
        var gateway = await broker.Gateway("estate/test/#").ReadyAsync();
        var own = Path.Combine(broker.Given, "one");
        using var station = new Station(
            new("test", "one", "127.0.0.1", (isCertificate ? broker.Model.Listeners.Certificate : broker.Model.Listeners.Password)!.Value)
            {
                Password = isCertificate ? null : BrokerSetup.PasswordOf(broker.Data, "one"),
                CaFile = Path.Combine(own, "ca.crt"),
                CertificateFolder = isCertificate ? own : null,
            }, TimeProvider.System);
        station.Start();
        await Eventually.UntilAsync(() => station.IsOnline);
        station.Tap("CARD0001");
        await Eventually.UntilAsync(() =>
            gateway.Received.Any(one => one.Topic == "estate/test/bins/one/event")
            && gateway.Received.Any(one => one.Topic == "estate/test/bins/one/status"));
    }

    [Fact]
    public async Task The_simulator_reads_folders_of_certificates()
    {
        using var broker = await BrokerOfEstate.StartAsync("  - { id: bins/station-1 }\n  - { id: bins/station-2 }");
        broker.Keys.Renew("bins/station-1", new(true, 30, broker.Given));
        await broker.ReloadAsync();
        var gateway = await broker.Gateway("estate/test/+/+/status").ReadyAsync();
        using var simulator = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Estate.FirmwareSim.dll"), "run", "--site", "test", "--devices", "2", "--port",
            $"{broker.Model.Listeners.Password}", "--certificate-port", $"{broker.Model.Listeners.Certificate}",
            "--ca", broker.Data.Authority, "--credentials", broker.Data.DeviceCredentials, "--certificates", broker.Given,
        ]))!;
        try
        {
            await Eventually.UntilAsync(() =>
                Task.FromResult(
                    gateway.Received.Where(one => one.Payload.Contains("online", StringComparison.Ordinal)).Select(one => one.Topic)
                    .Distinct().Count()), count => count == 2, 60);
        }
        finally
        {
            simulator.Kill();
        }
    }

    [Fact]
    public void On_the_device_port_the_gateway_trusts_its_own_authority()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("estate.yaml");
        EstateModel With(string broker)
        {
            File.WriteAllText(file, $"site: a\nhouseholds: 1\nbroker: {{ {broker} }}\ndevices: [ {{ id: bins/one }} ]\n");
            return EstateFileReader.Read(file);
        }
        var data = new DataFolder(folder.File("var"));
        Assert.Equal(
            new BrokerAddress("mosquitto", 8883, data.Authority), With("host: mosquitto, port: 8883, tls_port: 8883").BrokerFor(data));
        Assert.Equal(new BrokerListeners(null, 8883, null), With("host: mosquitto, port: 8883, tls_port: 8883").Listeners);
        Assert.Null(With("port: 1883, tls_port: 8883").BrokerFor(data).CaFile);
        Assert.Equal(folder.File("other.crt"), With("port: 8883, tls_port: 8883, ca_file: other.crt").BrokerFor(data).CaFile);
        var mistakes = Assert.Throws<ConfigurationException>(() =>
            With("tls_port: 8883, tls_client_port: 8883, bind: here, names: [ 'a b' ]")).Message;
        Assert.All(new[] { "broker.tls_client_port", "broker.bind", "broker.names" }, word =>
            Assert.Contains(word, mistakes, StringComparison.Ordinal));
    }
}
