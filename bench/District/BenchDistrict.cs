using System.Globalization;
using Estate.District;
using Estate.District.Demonstration;
using Estate.District.Ingest;
using Estate.District.Keys;

namespace Estate.Bench.District;

/// <summary>
/// A district of a trial's own, in demonstration mode: three message servers as a cluster, PostgreSQL, two workers; each a process that
/// can be killed.
/// </summary>
internal sealed class BenchDistrict : IAsyncDisposable
{
    private const int Nodes = 3, WorkerCount = 2;

    /// <summary>Long: it is only spent where something is wrong.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _time;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
    private MessageServers? _messages;

    private BenchDistrict(string folder, TimeProvider time)
    {
        (Folder, _time) = (Path.GetFullPath(folder), time);
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Keys);
        Servers = [.. Enumerable.Range(1, Nodes).Select(number => new ClusterNode(Folder, number))];
        Postgres = new(Folder, time);
        Workers = [.. Enumerable.Range(1, WorkerCount).Select(i =>
            new DistrictWorker(string.Create(CultureInfo.InvariantCulture, $"worker-{i}"), this))];
    }

    internal string Folder { get; }

    internal string Keys => Path.Combine(Folder, "keys");

    internal IReadOnlyList<ClusterNode> Servers { get; }

    internal PostgresServer Postgres { get; }

    internal IReadOnlyList<DistrictWorker> Workers { get; }

    internal string Nats => string.Join(
        ',', Servers.Select(node => string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{node.Port}")));

    /// <summary>A look at the stream with the worker's key.</summary>
    internal MessageServers Messages => _messages ??= new(new DistrictSettings(Nats, Postgres.Address, Nodes)
    {
        Seed = File.ReadAllText(KeysCommand.SeedFile(Keys, KeysCommand.Worker)).Trim(),
        IsDemonstration = true,
    });

    /// <param name="simulated">Estates called demo-00 and so on that the list of estates has.</param>
    /// <param name="sites">Others that have a key.</param>
    /// <param name="place">Where a message server keeps what it has, where that is not beside the others.</param>
    /// <exception cref="IOException">Something is not installed, or does not get ready.</exception>
    internal static async Task<BenchDistrict> StartAsync(
        string folder, int simulated, IReadOnlyCollection<string> sites, TimeProvider time,
        Action<IReadOnlyList<ClusterNode>>? place = null)
    {
        var district = new BenchDistrict(folder, time);
        DemonstrationCommand.WriteFiles(
            [district.Keys, simulated.ToString(CultureInfo.InvariantCulture)], TextWriter.Null);
        KeysCommand.Write(
            district.Keys, [.. Enumerable.Range(0, simulated).Select(i => new PlausibleEstate(i).Site), .. sites]);
        place?.Invoke(district.Servers);
        foreach (var node in district.Servers)
        {
            node.Configure(district.Servers);
            node.Start();
        }
        await district.Postgres.CreateAsync();
        foreach (var worker in district.Workers)
            worker.Start();
        await district.WaitUntilReadyAsync();
        return district;
    }

    /// <summary>Until the workers have all lanes between them.</summary>
    /// <returns>How long that took.</returns>
    internal async Task<TimeSpan> WaitUntilReadyAsync()
    {
        var started = _time.GetTimestamp();
        while (_time.GetElapsedTime(started) < Patience)
        {
            var lanes = await Task.WhenAll(Workers.Select(worker => worker.LanesAsync(_http)));
            if (lanes.All(lane => lane > 0) && lanes.Sum() == MessageServers.Lanes)
                return _time.GetElapsedTime(started);
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time);
        }
        throw new IOException($"the district did not get ready; see {Folder}/log");
    }

    /// <summary>How many clients the message servers have together.</summary>
    internal async Task<int> ConnectionsAsync() => (await Task.WhenAll(Servers.Select(node => node.ConnectionsAsync(_http)))).Sum();

    public async ValueTask DisposeAsync()
    {
        if (_messages is { } messages)
            await messages.DisposeAsync();
        foreach (var worker in Workers)
            worker.Dispose();
        foreach (var node in Servers)
            node.Dispose();
        Postgres.Dispose();
        _http.Dispose();
    }
}
