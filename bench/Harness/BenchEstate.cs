using System.Globalization;
using Dapper;
using Estate.Adapters.Storage;
using Estate.Domain.People;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Bench.Harness;

/// <summary>
/// An estate of its own for one trial: real Mosquitto, real gateway process, own folder, own loopback ports.
/// </summary>
internal sealed class BenchEstate : IDisposable
{
    /// <summary>Long: it is only spent where something is wrong, and a busy machine must not look like that.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _estateFile;
    private readonly string _urls;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, string> _tokens = [];
    private ChildProcess? _broker;
    private ChildProcess? _gateway;

    internal BenchEstate(string folder, int stations, TimeProvider time, string evidence = "deposit", string devices = "", string more = "")
    {
        _time = time;
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        (Port, var httpPort) = (FreePort(), FreePort());
        _urls = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{httpPort}");
        _estateFile = Path.Combine(folder, "estate.yaml");
        File.WriteAllText(_estateFile, Configuration(stations, evidence, devices) + "\n" + more);
        Model = EstateFileReader.Read(_estateFile);
        Folder = new DataFolder(folder);
        BrokerSetup.Write(Folder, Model);
        Passwords = File.ReadAllLines(Folder.DeviceCredentials).Select(line => line.Split(',')).ToDictionary(parts => parts[0], parts =>
            parts[1]);
    }

    /// <summary>Where output goes: elsewhere, where the folder's own disk is in trouble.</summary>
    internal string Logs { get => field ?? Path.Combine(Folder.Root, "log"); init; }

    /// <summary>As it is shipped, where the estate script names it; else the one beside this program.</summary>
    internal static string ThisBuild { get; } =
        System.Environment.GetEnvironmentVariable("ESTATE_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll");

    /// <summary>The gateway's, or its Estate.Cli.dll: another build's, to compare with.</summary>
    internal string Program { get; init; } = ThisBuild;

    /// <summary>Of the gateway at its next start, beside this program's own.</summary>
    internal IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where devices connect: something may lie between them and the broker.</summary>
    internal int DevicePort { get => field == 0 ? Port : field; set; }

    internal string EstateFile => _estateFile;
    internal int Port { get; }
    internal string Url => _urls;
    internal EstateModel Model { get; }
    internal DataFolder Folder { get; }
    internal IReadOnlyDictionary<string, string> Passwords { get; }
    internal ChildProcess Gateway => _gateway ?? throw new InvalidOperationException("not started");
    internal ChildProcess Broker => _broker ?? throw new InvalidOperationException("not started");

    internal void RegisterCards(IEnumerable<(string Household, string Card)> cards) =>
        CardImport.Run(new EstateDatabase(Folder.Database), Folder.CardHasher(), cards.Select(card => $"{card.Household},{card.Card}"));

    /// <summary>By the program that will run: a database that this build has opened may be too new for an older one.</summary>
    internal void ImportCards(IEnumerable<(string Household, string Card)> cards)
    {
        var file = Path.Combine(Folder.Root, "cards.csv");
        File.WriteAllLines(file, cards.Select(card => $"{card.Household},{card.Card}"));
        string[] program = Program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", Program] : [Program];
        string[] arguments = [.. program[1..], "cards", "import", file, "--for", "points", "--data", Folder.Root];
        using var import = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(program[0], arguments) { RedirectStandardOutput = true })!;
        import.StandardOutput.ReadToEnd();
        import.WaitForExit();
        if (import.ExitCode != 0)
            throw new IOException($"{Program} could not import the cards");
    }

    /// <summary>Of a program that acts in that role; made at the first call.</summary>
    internal string TokenOf(string name, Role role)
    {
        if (_tokens.TryGetValue(name, out var token))
            return token;
        return _tokens[name] = Tokens.In(Folder)
            .Add(name, [role], [Caller.Everywhere], "bench", Instant.FromDateTimeOffset(_time.GetUtcNow()))!;
    }

    /// <summary>Somebody of the staff at this gateway.</summary>
    internal HttpClient StaffClient()
    {
        var http = new HttpClient { BaseAddress = new(_urls) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", TokenOf("desk", Role.Staff));
        return http;
    }

    /// <summary>Ends the previous one.</summary>
    internal void StartBroker()
    {
        _broker?.Dispose();
        _broker = new ChildProcess(Path.Combine(Logs, "mosquitto.log"), "mosquitto", "-c", Path.Combine(Folder.Broker, "mosquitto.conf"));
    }

    /// <summary>Ends the previous one.</summary>
    internal void StartGateway()
    {
        _gateway?.Dispose();
        _gateway = new ChildProcess(
            Path.Combine(Logs, "gateway.log"), Environment,
            // As its unit does; where that is not allowed, nice says so in the log and starts it all the same.
            "nice", ["-n", "-5", .. Program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", Program] : new[] { Program },
            "run", "--estate", _estateFile, "--data", Folder.Root, "--urls", _urls]);
    }

    /// <inheritdoc cref="WaitUntilReadyAsync"/>
    internal Task<TimeSpan> StartAsync()
    {
        StartBroker();
        StartGateway();
        return WaitUntilReadyAsync();
    }

    /// <summary>By gateway and broker together.</summary>
    internal long WrittenBytes => Gateway.WrittenBytes + Broker.WrittenBytes;

    /// <returns>How long it took until taps could be taken.</returns>
    internal async Task<TimeSpan> WaitUntilReadyAsync()
    {
        var started = _time.GetTimestamp();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        while (_time.GetElapsedTime(started) < Patience)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(_urls + "/readyz"));
                if (response.IsSuccessStatusCode)
                    return _time.GetElapsedTime(started);
            }
            catch (Exception early) when (early is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time);
        }
        throw new IOException($"the gateway did not get ready; see {Logs}");
    }

    /// <summary>Until then each event is looked up in the database.</summary>
    internal async Task WaitUntilIdsAreReadAsync()
    {
        using var http = new HttpClient { BaseAddress = new(_urls) };
        while (!(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative)))
            .Contains("estate_ids_complete 1", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time);
    }

    /// <summary>Also the look through the whole database is over that begins some seconds after a start.</summary>
    internal async Task WaitUntilSettledAsync()
    {
        await WaitUntilIdsAreReadAsync();
        await Task.Delay(TimeSpan.FromSeconds(10), _time);
        var second = TimeSpan.FromSeconds(1);
        var (before, cpu) = (TimeSpan.Zero, second);
        while (cpu - before > second / 10)
        {
            before = Gateway.Cpu;
            await Task.Delay(second, _time);
            cpu = Gateway.Cpu;
        }
    }

    /// <summary>Whoever wants to write waits, as for a card that does not answer, until the connection is closed.</summary>
    internal SqliteConnection StallDisk()
    {
        var connection = new SqliteConnection($"Data Source={Folder.Database};Pooling=False");
        connection.Open();
        connection.Execute("BEGIN IMMEDIATE");
        return connection;
    }

    /// <summary>Both end in the middle of things.</summary>
    internal void Stop()
    {
        Gateway.Kill();
        Gateway.Dispose();
        Broker.Kill();
        Broker.Dispose();
        (_gateway, _broker) = (null, null);
    }

    public void Dispose()
    {
        _gateway?.Dispose();
        _broker?.Dispose();
    }

    private string Configuration(int stations, string evidence, string devices) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        site: trial
        name: { zh: 试验, en: Trial }
        zone: Asia/Shanghai
        households: 1469
        broker: { host: 127.0.0.1, port: {{Port}} }
        devices:
        {{string.Concat(Enumerable.Range(1, stations).Select(i => $"  - {{ id: bins/station-{i} }}\n"))}}
        {{devices}}
          - { id: gate/s-gate, open_means: card_required, closed_means: card_required, pulse_s: "0.1", extended_pulse_s: "0.2",
              exit_s: "0.1" }
        gpio: simulated
        pins:
          - { device: gate/s-gate, terminal: lock, line: LOCK }
          - { device: gate/s-gate, terminal: contact, line: CONTACT }
          - { device: gate/s-gate, terminal: exit, line: EXIT }
          - { device: gate/s-gate, terminal: fire, line: FIRE }
          - { device: gate/s-gate, terminal: reader, data0: D0, data1: D1 }
        points:
          programme: trial
          policies:
            - { windows: ["00:00-12:00", "12:00-24:00"], evidence: {{evidence}} }
        """);

    internal static int FreePort() => TestKit.Ports.Next();
}
