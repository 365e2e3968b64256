using System.Globalization;
using Estate.Adapters.Storage;
using Estate.FirmwareSim;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;
using Estate.TestKit;

namespace Estate.District.Tests.Uplink;

/// <summary>A real gateway in a process of its own, with its broker and a station for waste, whose facts go to a district.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private readonly TemporaryFolder _folder = new(inMemory: true);
    private readonly int _brokerPort = Server.FreePort(), _port = Server.FreePort();
    private readonly string _site, _file;
    private readonly DataFolder _data;
    private Server? _broker, _gateway;
    private Station? _station;

    private GatewayProcess(RunningDistrict district, string site, int households)
    {
        (_site, _file, _data) = (site, _folder.File("estate.yaml"), new(_folder.File("var")));
        File.WriteAllText(_folder.File("district.seed"), district.SeedOf(site));
        File.WriteAllText(_file, string.Create(CultureInfo.InvariantCulture,
            $$"""
            site: {{site}}
            households: {{households}}
            broker: { port: {{_brokerPort}} }
            devices:
              - { id: bins/station-1 }
            points: { programme: test, policies: [ { windows: ["00:00-12:00", "12:00-24:00"] } ] }
            district: { url: "{{district.Url}}", key_file: district.seed, ca_file: "{{district.CaFile}}" }
            """));
        BrokerSetup.Write(_data, EstateFileReader.Read(_file, InventoryChanges.Read(_data), ProfileBook.Of(_data)));
        CardImport.Run(
            new EstateDatabase(_data.Database), _data.CardHasher("points"),
            Enumerable.Range(1, households).Select(i => $"h{i},{CardOf(i)}"), "points");
    }

    internal static async Task<GatewayProcess> StartAsync(RunningDistrict district, string site, int households)
    {
        var gateway = new GatewayProcess(district, site, households);
        await gateway.StartAsync();
        return gateway;
    }

    /// <summary>Each household taps its card and brings a bag.</summary>
    internal void TapAll(int households)
    {
        for (var i = 1; i <= households; i++)
            _station!.Deposit(_station.Tap(CardOf(i)), "wet", 500);
    }

    public void Dispose()
    {
        _station?.Dispose();
        _gateway?.Dispose();
        _broker?.Dispose();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        _broker = await Server.StartAsync(_brokerPort, "mosquitto", "-c", Path.Combine(_data.Broker, "mosquitto.conf"));
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");
        _gateway = await Server.StartAsync(
            _port, "dotnet", Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll"), "run", "--estate", _file, "--data", _data.Root,
            "--urls", url);
        using var http = new HttpClient { BaseAddress = new(url) };
        await Eventually.UntilAsync(
            async () => (await http.GetAsync(new Uri("/readyz", UriKind.Relative))).IsSuccessStatusCode, ready => ready);
        _station = new(
            new(_site, "station-1", "127.0.0.1", _brokerPort) { Password = BrokerSetup.PasswordOf(_data, "station-1")! },
            TimeProvider.System);
        _station.Start();
        await Eventually.UntilAsync(() => _station.IsOnline);
    }

    private static string CardOf(int household) => string.Create(CultureInfo.InvariantCulture, $"CARD{household:0000}");
}
