using Estate.Adapters.District;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Leaving;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Uplink;
using Estate.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Estate.District.Tests.Uplink;

/// <summary>A gateway's journal and its uplink, without the rest of the gateway.</summary>
internal sealed class TestJournal : IAsyncDisposable
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 0, 0);

    private readonly TemporaryFolder _folder = new(inMemory: true);
    private readonly EstateModel _model;
    private EstateDatabase _database;
    private EstateStore _store;
    private UplinkService? _uplink;

    internal TestJournal(string site, string url, string seed, string caFile)
    {
        var zone = DateTimeZone.Utc;
        _model = new(site, Text.Same(site), 100, [], new PointsProgramme("sorting", zone, new PolicyHistory([new AwardPolicy()])))
        {
            Broker = new("127.0.0.1", 1883, null),
            File = _folder.File("estate.yaml"),
            District = new DistrictTarget(url, site, seed, caFile, FactsPerS: 100_000),
        };
        (_database, _store) = Open();
    }

    internal Health Health { get; } = new();

    internal long Confirmed => _uplink?.Confirmed ?? 0;

    private DataFolder Data => new(_folder.File("data"));

    /// <summary>Bags of waste; of every third nothing may leave.</summary>
    internal void Add(int count)
    {
        var batch = new CommitBatch();
        var station = new DeviceId("bins", "station-1");
        for (var i = 0; i < count; i++)
            batch.Facts.Add(i % 3 == 2
                ? new AwardsPutToReview(station, EventTime.Now(At), "1-101", "said too often", "wang")
                : new Deposited(station, EventTime.Now(At), $"s{i}", EventTime.Now(At), "1-101", WasteCategory.Wet, 500 + i));
        _store.Commit(batch);
    }

    internal void Add(IEnumerable<Fact> facts)
    {
        var batch = new CommitBatch();
        batch.Facts.AddRange(facts);
        _store.Commit(batch);
    }

    internal async Task StartAsync()
    {
        var kinds = DeviceKinds.WithoutCards(DateTimeZone.Utc);
        var sources = new UplinkSources(_model, Data, _database, new EstateReader(_database, kinds));
        var clock = new GatewayClock(PlatformServices.Real);
        // No proposals here, and so nobody to show them to.
        var proposals = new ProposalIntake(null!, clock, Health, NullLogger<ProposalIntake>.Instance);
        _uplink = new(sources, proposals, Health, clock, NullLogger<UplinkService>.Instance);
        await _uplink.StartAsync(CancellationToken.None);
    }

    /// <summary>Up to where the district has all, as it was written down at the end.</summary>
    internal async Task<long> StopAsync()
    {
        if (_uplink is not null)
            await _uplink.StopAsync(CancellationToken.None);
        _uplink?.Dispose();
        _uplink = null;
        using var journal = new LeavingFacts(_database, new EstateReader(_database, DeviceKinds.WithoutCards(DateTimeZone.Utc)));
        return journal.CursorOf(DistrictTarget.Cursor);
    }

    /// <summary>The database alone, as a hand would copy it.</summary>
    internal void CopyDatabaseTo(string name)
    {
        _store.Dispose();
        File.Copy(Data.Database, _folder.File(name));
        (_database, _store) = Open();
    }

    internal void PutDatabaseBack(string name)
    {
        _store.Dispose();
        foreach (var file in Directory.GetFiles(Data.Root, "estate.db*"))
            File.Delete(file);
        File.Copy(_folder.File(name), Data.Database);
        (_database, _store) = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _store.Dispose();
        _folder.Dispose();
    }

    private (EstateDatabase Database, EstateStore Store) Open()
    {
        Directory.CreateDirectory(Data.Root);
        var database = new EstateDatabase(Data.Database);
        return (database, new EstateStore(database, DeviceKinds.WithoutCards(DateTimeZone.Utc), new AuditChain(database, new byte[32])));
    }
}
