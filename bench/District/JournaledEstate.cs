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
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Estate.Bench.District;

/// <summary>A gateway's journal and its uplink, without the rest of the gateway; it goes on with the journal that it finds.</summary>
internal sealed class JournaledEstate : IDisposable
{
    private const int FactsAtOnce = 1_000;
    private static readonly Duration Month = Duration.FromDays(30);

    private readonly EstateStore _store;
    private readonly UplinkService _uplink;
    private long _made;

    internal JournaledEstate(string folder, DistrictTarget target)
    {
        Site = target.Site;
        var data = new DataFolder(FolderOf(folder, Site));
        Directory.CreateDirectory(data.Root);
        Database = data.Database;
        var (zone, kinds) = (DateTimeZone.Utc, DeviceKinds.WithoutCards(DateTimeZone.Utc));
        var model = new EstateModel(
            Site, Text.Same(Site), 100, [], new PointsProgramme("sorting", zone, new PolicyHistory([new AwardPolicy()])))
        {
            Broker = new("127.0.0.1", 1883, null),
            File = Path.Combine(data.Root, "estate.yaml"),
            District = target,
        };
        var database = new EstateDatabase(data.Database);
        _store = new(database, kinds, new AuditChain(database, new byte[32]));
        var (health, clock) = (new Health(), new GatewayClock(PlatformServices.Real));
        // Without a key of the district nothing is proposed, and no loop is asked.
        var proposals = new ProposalIntake(null!, clock, health, NullLogger<ProposalIntake>.Instance);
        _uplink = new(
            new UplinkSources(model, data, database, new EstateReader(database, kinds)), proposals, health, clock,
            NullLogger<UplinkService>.Instance);
    }

    internal string Site { get; }

    internal string Database { get; }

    internal static string FolderOf(string folder, string site) => Path.Combine(folder, site);

    internal Task ConnectAsync() => _uplink.StartAsync(CancellationToken.None);

    /// <summary>Bags of waste, committed at once; of every third fact nothing may leave.</summary>
    internal void Commit(int count, Instant at)
    {
        var (batch, station, time) = (new CommitBatch(), new DeviceId("bins", "station-1"), EventTime.Now(at));
        for (var i = 0; i < count; i++, _made++)
            batch.Facts.Add(_made % 3 == 2
                ? new AwardsPutToReview(station, time, "1-101", "said too often", "wang")
                : new Deposited(station, time, $"s{_made}", time, "1-101", (WasteCategory)(_made % 4), 500 + (int)(_made % 1_000)));
        _store.Commit(batch);
    }

    /// <summary>As it piles up while a network is away.</summary>
    internal void CommitMonth(int count, Instant until)
    {
        for (var done = 0; done < count; done += FactsAtOnce)
            Commit(Math.Min(FactsAtOnce, count - done), until - (Month * (1 - ((double)done / count))));
    }

    /// <summary>The number of the last fact of a journal; it may be open in another process.</summary>
    internal static long HeadOf(string folder, string site)
    {
        using var journal = Open(new DataFolder(FolderOf(folder, site)).Database);
        return journal.Head;
    }

    /// <summary>All that may leave a journal, up to its end.</summary>
    internal static IEnumerable<ToldFact> LeavingOf(string database)
    {
        using var journal = Open(database);
        for (var (last, head) = (0L, journal.Head); last < head;)
        {
            (var facts, last) = journal.Read(last, head, FactsAtOnce);
            foreach (var fact in facts)
                yield return new(fact.N, fact.Type, fact.At);
        }
    }

    public void Dispose()
    {
        _uplink.StopAsync(CancellationToken.None).GetAwaiter().GetResult();
        _uplink.Dispose();
        _store.Dispose();
    }

    private static LeavingFacts Open(string file)
    {
        var database = new EstateDatabase(file);
        return new(database, new EstateReader(database, DeviceKinds.WithoutCards(DateTimeZone.Utc)));
    }
}
