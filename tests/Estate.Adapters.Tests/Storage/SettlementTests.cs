using System.Globalization;
using Dapper;
using Estate.Adapters.Storage;
using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

/// <summary>What is derived later answers as if it had been derived at once, whenever somebody asks.</summary>
public sealed class SettlementTests : IDisposable
{
    private const int Households = 7, Stations = 3;
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);

    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<IDeviceKind> _kinds = [new StationKind(TestCards.Hasher)];
    private readonly EstateDatabase _database;
    private readonly EstateReader _reader;
    private readonly List<Fact> _facts = [];
    private readonly List<Transfer> _transfers = [];

    public SettlementTests()
    {
        _database = new(_folder.File("estate.db"));
        _reader = new(_database, _kinds);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Newest_facts_transfers_and_balances_are_right_between_settlements_and_after_kills()
    {
        // Two starts, each of them with several settlements, and neither ends with one.
        foreach (var visits in new[] { 1_300, 700 })
        {
            using var store = Store();
            for (var i = 0; i < visits; i++)
            {
                store.Commit(Visit(_transfers.Count));
                if (i % 173 == 0)
                    AssertRight();
            }
            AssertRight();
            Assert.InRange(Unsettled(), 1, Settlement.Most);
        }
        using (var store = Store())
            store.Commit(Visit(_transfers.Count));
        Assert.Equal(0, Unsettled());
        AssertRight();
    }

    [Fact]
    public void Within_a_settled_chain_no_other_household_and_no_gap_is_found()
    {
        using (var store = Store())
            for (var i = 0; i < 500; i++)
                store.Commit(Visit(i));
        using var connection = _database.Open();
        using (var transaction = connection.BeginTransaction())
        {
            Settlement.Run(connection, transaction);
            transaction.Commit();
        }
        // Each transfer is named once: by the next of its household, or by its balance as the newest.
        Assert.Equal(
            0, connection.ExecuteScalar<long>(
                $"""
                SELECT count(*) FROM transfer AS one WHERE 1 <> (SELECT count(*) FROM transfer WHERE previous = one.n)
                + (SELECT count(*) FROM balance WHERE newest = one.n AND name = one.credit)
                """));
        Assert.Equal(Households, connection.ExecuteScalar<long>("SELECT count(*) FROM transfer WHERE previous = 0"));
    }

    [Fact]
    public void A_transaction_that_comes_to_nothing_leaves_no_numbers_behind()
    {
        using var store = Store();
        TestDatabase.Run(_database.Path, "CREATE TRIGGER trouble BEFORE INSERT ON transfer BEGIN SELECT RAISE(ABORT, 'no'); END");
        Assert.Throws<UnwritableBatchException>(() => store.Commit(Visit(0)));
        TestDatabase.Run(_database.Path, "DROP TRIGGER trouble; INSERT INTO device(name) VALUES('gate/takes-the-first-number')");
        _facts.Clear();
        _transfers.Clear();
        store.Commit(Visit(0));
        AssertRight();
    }

    private EstateStore Store() => new(_database, _kinds, new AuditChain(_database, new byte[32]));

    private long Unsettled() => TestDatabase.Count(
        _database.Path, "SELECT max(0, (SELECT max(n) FROM journal) - fact + (SELECT max(n) FROM transfer) - transfer) FROM settled");

    /// <summary>Some come late, so that the order of the journal is not that of the time.</summary>
    private CommitBatch Visit(int i)
    {
        var (at, household) = (Start + Duration.FromMinutes(i - (i % 5 == 0 ? 90 : 0)), Name(i % Households));
        var (time, station) = (new EventTime(at, Start + Duration.FromMinutes(i), ClockTrust.Synced), Station(i % Stations));
        var session = string.Create(CultureInfo.InvariantCulture, $"s{i}");
        var batch = new CommitBatch { Steps = { 0 } };
        batch.Facts.Add(new CardTapped(station, time, session, new CardToken("00ff")));
        if (i % 2 == 0)
            batch.Facts.Add(new AwardDecided(station, time, session, household, AwardResult.Awarded) { Points = 5 });
        batch.Transfers.Add(new(
            TransferIds.Award("test", household, new LocalDate(2026, 1, 1).PlusDays(i), "07:00"), AccountId.Issuance,
            AccountId.Household(household), 1 + (i % 3), TransferCode.Award, at, session));
        _facts.AddRange(batch.Facts);
        _transfers.AddRange(batch.Transfers);
        return batch;
    }

    private void AssertRight()
    {
        var balances = _transfers.GroupBy(one => one.Credit.Name)
            .ToDictionary(group => group.Key, group => (long)group.Sum(one => one.Points));
        balances[AccountId.Issuance.Name] = -balances.Values.Sum();
        using (var connection = _database.Open())
            Assert.Equal(
                balances.OrderBy(one => one.Key, StringComparer.Ordinal),
                connection.Query<(string Name, long Balance)>("SELECT name, balance FROM account ORDER BY name")
                    .Select(row => KeyValuePair.Create(row.Name, row.Balance)));
        foreach (var i in Enumerable.Range(0, Households))
        {
            var theirs = _transfers.Where(one => one.Credit == AccountId.Household(Name(i))).Select(one => one.Id).Reverse().ToList();
            Assert.Equal(theirs, _reader.Transfers(AccountId.Household(Name(i)), int.MaxValue).Select(one => one.Id));
            Assert.Equal(theirs.Take(3), _reader.Transfers(AccountId.Household(Name(i)), 3).Select(one => one.Id));
        }
        foreach (var station in Enumerable.Range(0, Stations).Select(Station))
        {
            var its = _facts.Where(fact => fact.Device == station).Reverse().ToList();
            Assert.Equal(its.Take(40), _reader.FactsOf(station, 40));
            Assert.Equal(its.OfType<AwardDecided>().Take(9), _reader.FactsOf<AwardDecided>(station, 9));
        }
        var since = _facts[_facts.Count / 2].Time.At;
        Assert.Equal(_facts.OfType<CardTapped>().Where(fact => fact.Time.At >= since), _reader.FactsSince(typeof(CardTapped), since));
    }

    private static DeviceId Station(int i) => new("bins", string.Create(CultureInfo.InvariantCulture, $"station-{i}"));

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"h{i}");
}
