using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Estate.FirmwareSim;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Profiles;
using Estate.TestKit;
using Microsoft.AspNetCore.Builder;

namespace Estate.Web.Tests.Running;

/// <summary>The whole gateway in this process, beside a real Mosquitto with the gateway's own configuration.</summary>
internal sealed partial class RunningGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Device> _devices = [];
    private readonly string _url;
    private Server? _broker;
    private GatewayLock? _alone;
    private WebApplication? _app;

    /// <param name="estate">The text of estate.yaml; PORT stands for the broker's.</param>
    private RunningGateway(string estate)
    {
        var brokerPort = string.Create(CultureInfo.InvariantCulture, $"{Server.FreePort()}");
        _url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Server.FreePort()}");
        EstateFile = _folder.File("estate.yaml");
        File.WriteAllText(EstateFile, estate.Replace("PORT", brokerPort, StringComparison.Ordinal));
        Data = new DataFolder(_folder.File("var"));
        Model = ReadEstate();
        BrokerSetup.Write(Data, Model);
        Http = new HttpClient { BaseAddress = new Uri(_url), Timeout = TimeSpan.FromSeconds(60) };
    }

    internal string EstateFile { get; }
    internal EstateModel Model { get; private set; }
    internal DataFolder Data { get; private set; }
    internal HttpClient Http { get; }

    /// <summary>For the next start.</summary>
    internal PlatformServices Platform { get; set; } = PlatformServices.Real;
    /// <summary>What somebody might add to the endpoints, at the next start.</summary>
    internal Action<WebApplication>? Forgotten { get; set; }
    internal string Url => _url;
    internal IServiceProvider Services => _app!.Services;
    internal int BrokerPort => Model.Broker.Port;

    /// <summary>In bytes.</summary>
    internal long BrokerMemory => _broker!.Memory;

    /// <param name="more">Further lines of estate.yaml.</param>
    /// <param name="devices">A further line of its devices.</param>
    /// <param name="secrets">Of notifiers, by their names.</param>
    internal static Task<RunningGateway> StartAsync(
        string more = "", bool withBroker = true, string devices = "", params IEnumerable<(string Name, string Secret)> secrets) =>
        StartAsync(OfTests(more, devices), withBroker, secrets);

    /// <summary>An estate of that name, with a further line of devices.</summary>
    internal static Task<RunningGateway> StartEstateAsync(string site, string devices) =>
        StartAsync(OfTests("", devices, site: site), withBroker: true, []);

    /// <summary>The gateway and all devices over TLS.</summary>
    internal static Task<RunningGateway> StartWithTlsAsync() =>
        StartAsync(OfTests("", "", ", tls_port: PORT, bind: 127.0.0.1"), withBroker: true, []);

    private static async Task<RunningGateway> StartAsync(
        RunningGateway gateway, bool withBroker, IEnumerable<(string Name, string Secret)> secrets)
    {
        foreach (var (name, secret) in secrets)
            DataFolder.WritePrivate(gateway.Data.NotifierSecret(name).Path, System.Text.Encoding.UTF8.GetBytes(secret));
        if (withBroker)
            await gateway.StartBrokerAsync();
        await gateway.StartGatewayAsync();
        if (withBroker)
            await gateway.UntilReadyAsync();
        return gateway;
    }

    internal async Task StartBrokerAsync() =>
        _broker = await Server.StartAsync(BrokerPort, "mosquitto", "-c", Path.Combine(Data.Broker, "mosquitto.conf"));

    internal void KillBroker()
    {
        _broker!.Dispose();
        _broker = null;
    }

    internal async Task StartGatewayAsync()
    {
        _alone = new GatewayLock(Data);
        try
        {
            _app = GatewayHost.Build(Model, _alone, _url, Platform);
            HashQuickly();
            Forgotten?.Invoke(_app);
            await _app.StartAsync();
        }
        catch
        {
            // As the end of the process does.
            _alone.Dispose();
            throw;
        }
    }

    /// <summary>What a supervisor does: the broker reads its files, the gateway starts again with the inventory of today.</summary>
    internal async Task RestartAsync()
    {
        await StopGatewayAsync();
        Model = ReadEstate();
        await ReloadBrokerAsync();
        await StartGatewayAsync();
        await UntilReadyAsync();
    }

    private EstateModel ReadEstate() => EstateFileReader.Read(EstateFile, InventoryChanges.Read(Data), ProfileBook.Of(Data));

    internal Task ReloadBrokerAsync() => _broker!.ReloadAsync();

    internal async Task StopGatewayAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        _alone!.Dispose();
    }

    /// <summary>At the next start its data are in another folder, and the broker's files, as <c>run</c> writes them.</summary>
    internal void MoveTo(string folder)
    {
        Data = new DataFolder(folder);
        Model = ReadEstate();
        BrokerSetup.Write(Data, Model);
    }

    /// <summary>At the gate's simulated wires.</summary>
    internal PinClientSimulator AtTheGate() => new(Data.PinSocket);

    internal Task UntilReadyAsync() =>
        Eventually.UntilAsync(async () => (await Http.GetAsync(new Uri("/readyz", UriKind.Relative))).IsSuccessStatusCode, ready => ready);

    internal async Task<Station> StationAsync(string name = "station-1", long boot = 1, bool isMqtt311 = false)
    {
        var station = new Station(Options(name) with { Boot = boot, IsMqtt311 = isMqtt311 }, TimeProvider.System);
        await StartAsync([station]);
        return station;
    }

    /// <summary>A gate controller of its own, called north.</summary>
    internal async Task<GateController> MqttGateAsync(long boot = 1)
    {
        var gate = new GateController(Options("north") with { Boot = boot }, TimeProvider.System);
        await StartAsync([gate]);
        return gate;
    }

    /// <summary>The four bay sensors p01 to p04.</summary>
    internal async Task<IReadOnlyList<BaySensor>> BaysAsync()
    {
        var sensors = Enumerable.Range(1, 4).Select(number => new BaySensor(Options($"p0{number}"), TimeProvider.System)).ToList();
        await StartAsync(sensors);
        return sensors;
    }

    internal async Task<EntranceSign> SignAsync()
    {
        var sign = new EntranceSign(Options("entrance"), TimeProvider.System);
        await StartAsync([sign]);
        return sign;
    }

    /// <summary>The board c01, on the wire and seen by the gateway.</summary>
    internal async Task<ChargerBoard> ChargerAsync()
    {
        var board = NewCharger();
        await StartAsync([board]);
        await Eventually.UntilAsync(() =>
        {
            board.Report();
            return GetAsync("/api/chargers");
        }, body => body.Contains("Available", StringComparison.Ordinal) || body.Contains("Charging", StringComparison.Ordinal));
        return board;
    }

    internal async Task<CheckpointReader> CheckpointAsync(string name = "garage")
    {
        var reader = new CheckpointReader(Options(name), TimeProvider.System);
        await StartAsync([reader]);
        return reader;
    }

    internal async Task<LiftMonitor> LiftAsync(string name = "lift-01")
    {
        var lift = new LiftMonitor(Options(name), TimeProvider.System);
        await StartAsync([lift]);
        return lift;
    }

    internal async Task<CallButton> CallButtonAsync(string name = "call-01")
    {
        var button = new CallButton(Options(name), TimeProvider.System);
        await StartAsync([button]);
        return button;
    }

    internal ChargerBoard NewCharger() => new(Options("c01"), 10, TimeProvider.System);

    internal DeviceOptions Options(string name) => new(Model.Site, name, "127.0.0.1", BrokerPort)
    {
        Password = Password(name),
        CaFile = Model.Listeners.Plain is null ? Data.Authority : null,
        ResendAfter = TimeSpan.FromMilliseconds(500),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(500),
    };

    internal async Task StartAsync(IEnumerable<Device> devices)
    {
        foreach (var device in devices)
        {
            _devices.Add(device);
            device.Start();
            await Eventually.UntilAsync(() => device.IsOnline);
        }
    }

    /// <summary>Switched off for good.</summary>
    internal void LeaveDevice(Device device)
    {
        _devices.Remove(device);
        device.Dispose();
    }

    internal string Password(string name) => BrokerSetup.PasswordOf(Data, name)!;

    /// <summary>What /healthz says, also while something is wrong.</summary>
    internal async Task<string> HealthAsync() =>
        await (await Http.GetAsync(new Uri("/healthz", UriKind.Relative))).Content.ReadAsStringAsync();

    internal Task<string> GetAsync(string path) => Http.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>A date a month ahead; SOON in a body of <see cref="AskAsync"/>.</summary>
    internal static string Soon { get; } = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>As an operator: desk or manager of the staff, chair or secretary of the committee.</summary>
    internal async Task<JsonElement> AskAsync(HttpMethod method, string path, string? operatorName = "desk", string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (operatorName is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(operatorName));
        if (body is not null)
            request.Content = new StringContent(
                body.Replace("SOON", Soon, StringComparison.Ordinal), new MediaTypeHeaderValue("application/json"));
        using var response = await Http.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.Clone();
    }

    internal async Task<long> BalanceAsync(string household) =>
        (await AskAsync(HttpMethod.Get, $"/api/points/households/{household}")).GetProperty("balance").GetInt64();

    internal async Task<double> MetricAsync(string prefix) => (await GetAsync("/metrics")).Split('\n')
        .Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        _devices.ForEach(device => device.Dispose());
        await StopGatewayAsync();
        _broker?.Dispose();
        Http.Dispose();
        _folder.Dispose();
    }
}
