using System.Globalization;
using System.Text;
using Estate.Cli.Commands;
using Estate.FirmwareSim;
using Estate.Gateway.Configuration;
using Estate.TestKit;

namespace Estate.Cli.Tests.Commands;

/// <summary>A gateway in a process of its own, to be killed, beside a broker that stays.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _brokerPort = Server.FreePort();
    private readonly int _port = Server.FreePort();
    private readonly HttpClient _http;
    private readonly string _file;
    private readonly List<DeviceClient> _speakers = [];
    private Server? _broker;
    private Server? _gateway;

    private GatewayProcess(string more, string device, (string Name, string Text)[] profiles)
    {
        _file = _folder.File("estate.yaml");
        File.WriteAllText(_file, string.Create(CultureInfo.InvariantCulture,
            $$"""
            site: test
            households: 4
            broker: { port: {{_brokerPort}} }
            devices:
              - { id: bins/station-1 }
              - { id: charger/plug-1, codec: tasmota }
              - { id: sign/entrance }
              {{device}}
            points: { policies: [ { windows: ["00:00-12:00", "12:00-24:00"] } ] }
            {{more}}
            """));
        Data = new DataFolder(_folder.File("var"));
        Directory.CreateDirectory(Data.Profiles);
        foreach (var (name, text) in profiles)
            File.WriteAllText(Path.Combine(Data.Profiles, name), text);
        BrokerSetup.Write(Data, CommonOptions.Model(_file, Data));
        _http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}")) };
    }

    internal DataFolder Data { get; }

    /// <summary>Of its pages.</summary>
    internal int Port => _port;

    /// <param name="more">Further lines of estate.yaml.</param>
    /// <param name="device">A further line of its devices.</param>
    /// <param name="profiles">Files of the estate's own profiles.</param>
    internal static async Task<GatewayProcess> StartAsync(
        string more = "", string device = "", params (string Name, string Text)[] profiles)
    {
        var estate = new GatewayProcess(more, device, profiles);
        estate._broker = await Server.StartAsync(estate._brokerPort, "mosquitto", "-c", Path.Combine(estate.Data.Broker, "mosquitto.conf"));
        await estate.StartGatewayAsync();
        return estate;
    }

    internal async Task StartGatewayAsync()
    {
        _gateway = await Server.StartAsync(
            _port, "dotnet", Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll"), "run", "--estate", _file, "--data", Data.Root,
            "--urls", _http.BaseAddress!.ToString());
        await Eventually.UntilAsync(async () => (await _http.GetAsync(new Uri("/readyz", UriKind.Relative))).IsSuccessStatusCode, ready =>
            ready);
    }

    /// <summary>SIGKILL.</summary>
    internal void Kill()
    {
        _gateway!.Dispose();
        _gateway = null;
    }

    /// <summary>SIGTERM; its exit status.</summary>
    internal Task<int> EndAsync() => _gateway!.EndAsync();

    /// <summary>Its exit status, once it has ended on its own.</summary>
    internal Task<int> EndedAsync() => _gateway!.EndedAsync();

    internal async Task<double> MetricAsync(string prefix) =>
        (await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
        .Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));

    /// <summary>A device that sends given messages once, at QoS 1.</summary>
    /// <param name="filters">What it listens to.</param>
    internal async Task<DeviceClient> SpeakerAsync(string name, params IEnumerable<string> filters)
    {
        var password = BrokerSetup.PasswordOf(Data, name)!;
        var speaker = new DeviceClient(
            new DeviceClientOptions
            {
                Host = "127.0.0.1",
                Port = _brokerPort,
                ClientId = name,
                Credentials = new(name, password),
                Subscriptions = [.. filters.Select(filter => (filter, 1))],
            },
            TimeProvider.System);
        _speakers.Add(speaker);
        speaker.Start();
        await Eventually.UntilAsync(() => speaker.Current.State == ConnectionState.Ready);
        return speaker;
    }

    internal static byte[] Tap(int number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$$"""{"id":"tap-{{{number}}}","boot":1,"seq":{{{number}}},"at":0"""
            + $$$""","clock":"unknown","type":"tap","data":{"card":"CARD{{{number:0000}}}"}}"""));

    /// <summary>Names of the assemblies in its memory.</summary>
    internal IReadOnlyList<string> Assemblies =>
        [.. _gateway!.MappedFiles.Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension)!];

    internal async Task<string> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }

    internal async Task<string> HealthAsync()
    {
        using var answer = await _http.GetAsync(new Uri("/healthz", UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }

    internal long EventsKept => TestDatabase.Count(Data.Database, "SELECT count(*) FROM event");

    /// <summary>How often it is on the disk that the plug was too hot.</summary>
    internal long HeatKept =>
        TestDatabase.Count(
            Data.Database,
            "SELECT count(*) FROM fact WHERE device = 'charger/plug-1' AND json_extract(body, '$.type') = 'protection_changed'");

    public void Dispose()
    {
        _speakers.ForEach(speaker => speaker.Dispose());
        _gateway?.Dispose();
        _broker?.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }
}
