using System.Security.Cryptography;
using Estate.District.Ingest;
using Estate.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NATS.NKeys;

namespace Estate.District.Tests.Uplink;

/// <summary>A message server with TLS and a key for each who may come in, a database, and a worker that stops and starts.</summary>
internal sealed class RunningDistrict : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new(inMemory: true);
    private readonly int _port = Server.FreePort();
    private readonly TestCertificates _certificates;
    private readonly KeyPair _worker = KeyPair.CreatePair(PrefixByte.User);
    private readonly Dictionary<string, KeyPair> _estates =
        new[] { "estate-1", "estate-2" }.ToDictionary(site => site, _ => KeyPair.CreatePair(PrefixByte.User));
    private readonly ECDsa _proposals = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _database, _workerSeed;
    private Server? _nats;
    private IHost? _host;

    private RunningDistrict(string database)
    {
        _database = database;
        _certificates = TestCertificates.Write(_folder);
        _workerSeed = _worker.GetSeed();
    }

    internal string Url => $"tls://localhost:{_port}";

    internal string Database => _database;

    internal string CaFile => _certificates.CaFile;

    /// <summary>Of the key of estate-1.</summary>
    internal string EstateSeed => SeedOf("estate-1");

    /// <summary>There are keys for estate-1 and estate-2.</summary>
    internal string SeedOf(string site) => _estates[site].GetSeed();

    /// <summary>A connection with the worker's key.</summary>
    internal MessageServers NewServers() => new(Settings);

    private DistrictSettings Settings => new(Url, _database, Replicas: 1)
    {
        Seed = _workerSeed,
        CaFile = CaFile,
        StreamBytes = 64L << 20,
        IsDemonstration = true,
        ProposalsKey = _proposals.ExportPkcs8PrivateKeyPem(),
    };

    /// <summary>What an estate knows the district's proposals by.</summary>
    internal string ProposalsKey => _proposals.ExportSubjectPublicKeyInfoPem();

    internal T Get<T>()
        where T : notnull => _host!.Services.GetRequiredService<T>();

    internal static async Task<RunningDistrict> StartAsync(DistrictFixture servers)
    {
        var district = new RunningDistrict(await servers.DatabaseAsync());
        await district.StartNatsAsync();
        await district.StartWorkerAsync();
        return district;
    }

    internal async Task StartNatsAsync() => _nats = await DistrictServers.NatsAsync(
        _folder, _port,
        $$"""
        tls { cert_file: "{{_certificates.ServerFile}}", key_file: "{{_certificates.ServerKeyFile}}" }
        authorization { users = [
          { nkey: {{_worker.GetPublicKey()}} }
          {{string.Join('\n', _estates.Select(one => $$"""
            { nkey: {{one.Value.GetPublicKey()}}, permissions: {
              publish: ["district.facts.*.{{one.Key}}"],
              subscribe: ["district.position.{{one.Key}}", "district.proposals.{{one.Key}}", "_INBOX.{{one.Key}}.>"] } }
            """))}}
        ] }
        """);

    internal void KillNats() => _nats!.Dispose();

    internal async Task StartWorkerAsync(Action<IHost>? prepare = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddDistrict(Settings);
        _host = builder.Build();
        prepare?.Invoke(_host);
        await _host.StartAsync();
        var ingest = _host.Services.GetRequiredService<IngestService>();
        await Eventually.UntilAsync(() => ingest.Lanes == MessageServers.Lanes);
    }

    internal async Task StopWorkerAsync()
    {
        if (_host is not { } host)
            return;
        _host = null;
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    /// <summary>What is stored, as journal and number, in order.</summary>
    internal async Task<IReadOnlyList<(string Epoch, long N)>> StoredAsync()
    {
        var stored = new List<(string, long)>();
        await using var source = Npgsql.NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand("SELECT epoch, n FROM fact ORDER BY epoch, n");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            stored.Add((rows.GetString(0), rows.GetInt64(1)));
        return stored;
    }

    /// <summary>Everything a table holds, as text.</summary>
    internal async Task<string> TextAsync(string table)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand($"SELECT coalesce(string_agg({table}::text, ' '), '') FROM {table}");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await StopWorkerAsync();
        _nats?.Dispose();
        _worker.Dispose();
        foreach (var key in _estates.Values)
            key.Dispose();
        _proposals.Dispose();
        _folder.Dispose();
    }
}
