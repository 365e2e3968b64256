using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage.Totals;

/// <summary>What is kept of days answers as if the whole journal had been read, whenever and in whatever order it was written.</summary>
public sealed class DailyTotalsTests : IDisposable
{
    private const int Households = 8, Days = 60, NextYear = 400;
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly LocalDate First = new(2026, 3, 1);
    private static readonly IReadOnlyList<IDeviceKind> Kinds = [new StationKind(TestCards.Hasher)];

    private static readonly Gen<Fact> Deposits =
        from day in Gen.Choose(0, Days - 1)
        from minute in Gen.Choose(0, (24 * 60) - 1)
        from station in Gen.Choose(1, 3)
        from who in Gen.Choose(0, Households)
        from category in Gen.Choose(0, 3)
        from grams in Gen.Choose(1, 5_000)
        select Deposit(day, minute, station, who, category, grams);

    private static readonly Gen<Fact[]> Journals = Gen.Choose(0, 80).SelectMany(count => Gen.ArrayOf(Deposits, count));

    private readonly TemporaryFolder _folder = new();
    private int _databases;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Totals_answer_as_the_whole_journal_does() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(15),
        Prop.ForAll(Journals.ToArbitrary(), Journals.ToArbitrary(), Gen.Choose(0, Days).ToArbitrary(), (before, after, closedDays) =>
        {
            var database = new EstateDatabase(_folder.File($"{++_databases}.db"));
            Commit(database, before);
            // The second half comes while the first is still to be added, and a restart in between changes nothing.
            TotalsRebuild.Begin(database, Zone);
            Rebuild(database).Step();
            Commit(database, after);
            TotalsRebuild.Begin(database, Zone);
            AddUp(database);
            AssertSame(database, [.. before, .. after]);
            // People of the oldest days are forgotten; what comes later is of younger days.
            using (var connection = database.Open())
            {
                var cutoff = First.PlusDays(closedDays).AtMidnight().InUtc().ToInstant();
                for (var closed = 0; DailyReturns.CloseNext(connection, cutoff); closed++)
                    if (closed % 10 == 0)
                        AssertSame(database, [.. before, .. after]);
            }
            AssertSame(database, [.. before, .. after]);
            var later = before.Select(fact => fact with { Time = EventTime.Now(fact.Time.At + Duration.FromDays(NextYear)) }).ToList();
            Commit(database, later);
            AssertSame(database, [.. before, .. after, .. later]);
            return true;
        }));

    [Fact]
    public void A_database_of_before_is_added_up_and_a_disk_that_refuses_costs_one_piece()
    {
        var path = _folder.File("estate.db");
        var facts = Enumerable.Range(0, 60).Select(i => Deposit(i % 40, 17 * i, 1 + (i % 3), i % 9, i % 4, 100 + (37 * i))).ToList();
        Commit(new EstateDatabase(path), facts);
        TestDatabase.Run(path, OlderSchema.Of12);
        var database = new EstateDatabase(path);
        TotalsRebuild.Begin(database, Zone);
        Assert.Equal(0, new TotalsReader(database).Progress());
        Assert.Equal((7L, 60L), Rebuild(database).Step());
        TestDatabase.Run(path, "CREATE TRIGGER planted BEFORE UPDATE ON totals_state BEGIN SELECT RAISE(ABORT, 'planted'); END");
        Assert.Throws<IOException>(() => Rebuild(database).Step());
        TestDatabase.Run(path, "DROP TRIGGER planted");
        Assert.Equal((14L, 60L), Rebuild(database).Step());
        Assert.Equal(14 / 60.0, new TotalsReader(database).Progress());
        AddUp(database);
        AssertSame(database, facts);
    }

    [Fact]
    public void Another_zone_has_other_days()
    {
        var database = new EstateDatabase(_folder.File("estate.db"));
        TotalsRebuild.Begin(database, DateTimeZone.Utc);
        // Seven in the morning of the second day; in Greenwich it is still the first.
        Commit(database, [Deposit(1, 7 * 60, 1, 1, 2, 500)]);
        Assert.Equal((1, 0), (Sorted(database, First, First), Sorted(database, First.PlusDays(1), First.PlusDays(1))));
        TotalsRebuild.Begin(database, Zone);
        AddUp(database);
        Assert.Equal((0, 1), (Sorted(database, First, First), Sorted(database, First.PlusDays(1), First.PlusDays(1))));
    }

    [Fact]
    public void What_comes_when_a_days_people_are_forgotten_is_weighed_and_a_name_that_was_erased_is_nobody()
    {
        var database = new EstateDatabase(_folder.File("estate.db"));
        TotalsRebuild.Begin(database, Zone);
        Commit(database, [Deposit(0, 60, 1, 1, 2, 500)]);
        using (var connection = database.Open())
            Assert.True(DailyReturns.CloseNext(connection, First.PlusDays(1).AtMidnight().InUtc().ToInstant()));
        Commit(database, [Deposit(0, 90, 1, 2, 2, 300)]);
        var totals = new TotalsReader(database).Of("bins", First, First);
        Assert.Equal((1, new Total(2, 800)), (totals.Participants, totals.ByWhat["wet"]));
        Commit(database, [((Deposited)Deposit(5, 90, 1, 2, 2, 300)) with { Household = "erased" }]);
        Assert.Equal(0, Sorted(database, First.PlusDays(5), First.PlusDays(5)));
    }

    [Fact]
    public void One_period_less_another_says_nothing_of_a_day_with_few_households()
    {
        const int Fewest = 5;
        var database = new EstateDatabase(_folder.File("estate.db"));
        TotalsRebuild.Begin(database, Zone);
        foreach (var (day, households) in new[] { (0, 6), (1, 4), (2, 5) })
            Commit(database, [.. Enumerable.Range(1, households).Select(who => Deposit(day, 60, 1, who, 2, 1_000))]);
        AssertLeftOut();
        // Also once nobody is known who took part on the first two.
        using (var connection = database.Open())
            for (var closed = 0; closed < 2; closed++)
                Assert.True(DailyReturns.CloseNext(connection, First.PlusDays(2).AtMidnight().InUtc().ToInstant()));
        AssertLeftOut();
        void AssertLeftOut()
        {
            PeriodTotals Of(int from, int until, int minimum = Fewest) =>
                new TotalsReader(database).Of("bins", First.PlusDays(from), First.PlusDays(until), minimum);
            Assert.Equal((6, new Total(6, 6_000)), (Of(0, 0).Participants, Of(0, 0).ByWhat["wet"]));
            Assert.Equal((6, new Total(6, 6_000)), (Of(0, 1).Participants, Of(0, 1).ByWhat["wet"]));
            Assert.False(SortingStatistics.Of(Of(1, 1), Households).IsTold);
            Assert.Empty(Of(1, 1).ByWhat);
            Assert.Equal((6, new Total(11, 11_000)), (Of(0, 2).Participants, Of(0, 2).ByWhat["wet"]));
            Assert.Equal((6, new Total(15, 15_000)), (Of(0, 2, 0).Participants, Of(0, 2, 0).ByWhat["wet"]));
        }
    }

    [Fact]
    public void Nothing_is_kept_of_a_commit_that_fails()
    {
        var database = new EstateDatabase(_folder.File("estate.db"));
        TotalsRebuild.Begin(database, Zone);
        TestDatabase.Run(database.Path, "CREATE TRIGGER planted BEFORE INSERT ON reject BEGIN SELECT RAISE(ABORT, 'planted'); END");
        using var store = new EstateStore(database, Kinds, new AuditChain(database, new byte[32]));
        var batch = new CommitBatch { Facts = { Deposit(0, 60, 1, 1, 2, 500) } };
        batch.Rejects.Add(new(default, "t", new("not_json", "d"), [1]));
        Assert.Throws<UnwritableBatchException>(() => store.Commit(batch));
        Assert.Equal(0, Sorted(database, First, First));
        TestDatabase.Run(database.Path, "DROP TRIGGER planted");
        store.Commit(batch);
        Assert.Equal(1, Sorted(database, First, First));
    }

    private static void AssertSame(EstateDatabase database, IReadOnlyList<Fact> facts)
    {
        (int From, int Length)[] periods =
        [
            (0, 1), (0, 2 * Days), (3, 20), (10, 7), (25, 30), (40, 1), (50, 40), (59, 61), (70, 30), (NextYear, Days), (NextYear + 20, 10),
        ];
        foreach (var (from, length) in periods)
        {
            var (first, last) = (First.PlusDays(from), First.PlusDays(from + length - 1));
            var kept = SortingStatistics.Of(new TotalsReader(database).Of("bins", first, last), Households);
            var computed = Computed(facts.Where(fact => fact.Time.At.InZone(Zone).Date is var date && date >= first && date <= last));
            Assert.Equal((computed.Sorted, computed.Participation, computed.WetShare), (kept.Sorted, kept.Participation, kept.WetShare));
            Assert.Equal(computed.GramsByCategory, kept.GramsByCategory);
        }
    }

    /// <summary>As the statistics were made before they were kept: from every fact of the period.</summary>
    private static SortingStatistics Computed(IEnumerable<Fact> facts)
    {
        var (sorted, grams) = (new HashSet<string>(), WasteCategories.All.ToDictionary(WasteCategories.WordOf, _ => 0L));
        foreach (var fact in facts)
        {
            var (category, weight, household) = fact is Deposited deposit ? (deposit.Category, deposit.Grams, deposit.Household)
                : fact is DepositUnclaimed nobodys ? (nobodys.Category, nobodys.Grams, null)
                : throw new ArgumentException(fact.ToString());
            grams[WasteCategories.WordOf(category)] += weight;
            if (household is not null)
                sorted.Add(household);
        }
        var both = grams["wet"] + grams["residual"];
        return new(Households, sorted.Count, (double)sorted.Count / Households, both == 0 ? null : (double)grams["wet"] / both, grams);
    }

    private static int Sorted(EstateDatabase database, LocalDate first, LocalDate last) =>
        new TotalsReader(database).Of("bins", first, last).Participants;

    private static void AddUp(EstateDatabase database)
    {
        while (Rebuild(database).Step() is var (done, all))
            Assert.InRange(done, 1, all);
        Assert.Null(new TotalsReader(database).Progress());
    }

    private static TotalsRebuild Rebuild(EstateDatabase database) => new(database, new EstateReader(database, Kinds)) { Piece = 7 };

    private static void Commit(EstateDatabase database, IReadOnlyList<Fact> facts)
    {
        using var store = new EstateStore(database, Kinds, new AuditChain(database, new byte[32]));
        foreach (var some in facts.Chunk(20))
        {
            var batch = new CommitBatch();
            batch.Facts.AddRange(some);
            store.Commit(batch);
        }
    }

    /// <param name="who">0: nobody's.</param>
    private static Fact Deposit(int day, int minute, int station, int who, int category, int grams)
    {
        var begin = First.PlusDays(day).AtStartOfDayInZone(Zone).ToInstant();
        var (device, at) = (new DeviceId("bins", $"station-{station}"), EventTime.Now(begin + Duration.FromMinutes(minute)));
        return grams % 11 == 0 ? new DepositUnclaimed(device, at, "s", (WasteCategory)category, grams)
            : new Deposited(device, at, "s", at, who == 0 ? null : $"h{who}", (WasteCategory)category, grams);
    }
}
