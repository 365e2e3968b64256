using System.Globalization;
using System.Text.Json;
using Estate.Bench.Harness;

namespace Estate.Bench.District;

/// <summary>One message server of a cluster: its folder, its ports, its process.</summary>
internal sealed class ClusterNode : IDisposable
{
    private const string Program = "/usr/sbin/nats-server";

    private readonly string _folder;
    private readonly int _clusterPort = BenchEstate.FreePort(), _monitorPort = BenchEstate.FreePort();
    private ChildProcess? _process;

    internal ClusterNode(string folder, int number)
    {
        (_folder, Name) = (folder, string.Create(CultureInfo.InvariantCulture, $"nats-{number}"));
        Store = Path.Combine(folder, Name);
    }

    internal string Name { get; }

    /// <summary>What it keeps; may be set before it is configured.</summary>
    internal string Store { get; set; }

    internal int Port { get; } = BenchEstate.FreePort();

    internal ChildProcess Process => _process ?? throw new InvalidOperationException("not started");

    /// <param name="all">Of the cluster, itself among them.</param>
    internal void Configure(IReadOnlyList<ClusterNode> all)
    {
        var routes = string.Join(", ", all.Select(node => $"nats://127.0.0.1:{node._clusterPort}"));
        File.WriteAllText(Path.Combine(_folder, Name + ".conf"), string.Create(CultureInfo.InvariantCulture,
            $$"""
            listen: "127.0.0.1:{{Port}}"
            http: "127.0.0.1:{{_monitorPort}}"
            server_name: {{Name}}
            jetstream { store_dir: "{{Store}}", max_file_store: 8GB }
            include "keys/users.conf"
            cluster { name: district, listen: "127.0.0.1:{{_clusterPort}}", routes: [ {{routes}} ] }

            """));
    }

    /// <summary>Kills the one before.</summary>
    internal void Start()
    {
        _process?.Dispose();
        _process = new(Path.Combine(_folder, "log", Name + ".log"), Program, "-c", Path.Combine(_folder, Name + ".conf"));
    }

    /// <summary>How many clients it has; 0 while it is away.</summary>
    internal async Task<int> ConnectionsAsync(HttpClient http)
    {
        try
        {
            var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_monitorPort}/varz"));
            using var said = JsonDocument.Parse(await http.GetStringAsync(url));
            return said.RootElement.GetProperty("connections").GetInt32();
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or JsonException)
        {
            return 0;
        }
    }

    public void Dispose() => _process?.Dispose();
}
