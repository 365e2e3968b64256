using Dapper;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Leaving;
using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

/// <summary>A visit is one entry of the journal, and whoever reads it finds what he found in the two of before.</summary>
public sealed class ConclusionsTests : IDisposable
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 0, 0);
    private static readonly DeviceId Station = new("bins", "station-1");

    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<IDeviceKind> _kinds = [new StationKind(TestCards.Hasher)];
    private readonly EstateDatabase _database;
    private readonly EstateReader _reader;
    private readonly JournalReader _journal;

    public ConclusionsTests()
    {
        _database = new(_folder.File("estate.db"));
        _reader = new(_database, _kinds);
        _journal = new(_database, _reader);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_entry_says_each_thing_once()
    {
        Commit(Deposit("s1"), Decided("s1"));
        Assert.Equal(
            """{"session":"s1","tapped_at":{"at":1772409600000,"received_at":1772409600000,"clock":"synced","is_placed":true}"""
                + ""","household":"h1","category":"wet","grams":500,"is_first":true,"concluded":"""
                + """{"type":"award_decided","result":"awarded","slot":"07:00","today":0,"limit":2,"points":5}}""",
            Text("SELECT body FROM journal"));
        Assert.Equal("1 bins/station-1 award_decided 5", Text(
            "SELECT n || ' ' || device || ' ' || type || ' ' || json_extract(body, '$.points') FROM fact_concluded"));
    }

    [Fact]
    public void Whoever_reads_finds_the_same_as_in_entries_of_their_own()
    {
        Fact[][] visits =
        [
            [Tap("s1"), Decided("s1")], [Deposit("s2"), Decided("s2")], [Tap("s3"), Decided("s3") with { Household = "h3" }],
            [Tap("s4")], [Tap("s5"), new AwardDecided(Station, Time(5), "s5", null, AwardResult.UnknownCard)],
        ];
        foreach (var visit in visits)
            Commit(visit);
        Assert.Equal(5, TestDatabase.Count(_database.Path, "SELECT count(*) FROM journal"));
        var (all, end) = (visits.SelectMany(one => one).ToList(), At + Duration.FromDays(1));
        Assert.Equal(all.AsEnumerable().Reverse(), _reader.FactsOf(Station, 100));
        Assert.Equal(all.OfType<AwardDecided>().Reverse(), _reader.FactsOf<AwardDecided>(Station, 100));
        Assert.Equal(all.OfType<AwardDecided>().Reverse().Take(2), _reader.FactsOf<AwardDecided>(Station, 2));
        Assert.Equal(all.OfType<CardTapped>(), _reader.FactsSince(typeof(CardTapped), At));
        Assert.Equal(all.OfType<AwardDecided>(), _reader.FactsSince(typeof(AwardDecided), At));
        Assert.Equal(all, _reader.FactsBetween([typeof(CardTapped), typeof(Deposited), typeof(AwardDecided)], At, end));
        Assert.Equal(all.OfType<AwardDecided>(), _reader.FactsBetween([typeof(AwardDecided)], At, end));
        Assert.Equal(all.OfType<Deposited>(), _reader.FactsBetween([typeof(Deposited)], At, end));
    }

    [Fact]
    public void What_does_not_say_the_same_has_an_entry_of_its_own()
    {
        foreach (var other in new[]
        {
            Decided("s1") with { Session = "s2" }, Decided("s1") with { Household = "h2" }, Decided("s1") with { Household = null },
            Decided("s1") with { Time = Time(9) }, Decided("s1") with { Device = new("bins", "station-2") },
        })
        {
            var before = TestDatabase.Count(_database.Path, "SELECT count(*) FROM journal");
            Commit(Deposit("s1"), other);
            Assert.Equal(before + 2, TestDatabase.Count(_database.Path, "SELECT count(*) FROM journal"));
            Assert.Equal(other, _reader.FactsSince(typeof(AwardDecided), At).OfType<AwardDecided>().Last());
        }
        // Nor where anything stands between, and nor of the next signal.
        Commit(Deposit("s1"), new DeviceReturned(Station, Time(1)), Decided("s1"));
        Assert.Equal(13, TestDatabase.Count(_database.Path, "SELECT count(*) FROM journal"));
        var batch = new CommitBatch();
        foreach (var fact in new Fact[] { Deposit("s8"), Decided("s8") })
        {
            batch.Steps.Add(batch.Facts.Count);
            batch.Add(fact);
        }
        Assert.Equal((2, 0), (batch.Facts.Count, batch.Conclusions.Count));
    }

    [Fact]
    public void Why_tells_both_and_a_transfer_finds_its_visit()
    {
        Commit(Tap("s1"), Decided("s1"));
        Commit(Tap("s2"), Decided("s2"));
        var id = TransferIds.Award("test", "h1", new LocalDate(2026, 3, 2), "07:00");
        var transfer = new Transfer(id, AccountId.Issuance, AccountId.Household("h1"), 5, TransferCode.Award, Time(2).At, "s2");
        Assert.Equal(2, _journal.NumberOf(transfer));
        Assert.Equal(
            "A card was tapped. Points were awarded (time slot 07:00, 0 of at most 2 counted today)",
            Assert.Single(_journal.Why(2)).Describe(DateTimeZone.Utc).En);
    }

    [Fact]
    public void Points_are_a_series_of_their_entry()
    {
        Commit(Tap("s1"), Decided("s1"));
        Commit(Deposit("s2"), Decided("s2"));
        using var lines = new FactLines(_database, _reader, "s1", InfluxDialect.V1);
        Assert.Equal(
            [
                "fact,device=bins/station-1,site=s1,type=card_tapped n=1i 1772409601000000001",
                "points,site=s1,station=station-1 awarded=5i 1772409601000000001",
                "fact,device=bins/station-1,site=s1,type=deposited n=2i 1772409602000000002",
                "points,site=s1,station=station-1 awarded=5i 1772409602000000002",
            ],
            lines.Read(0, long.MaxValue, 100).Lines);
        Assert.Equal(2, lines.FiguresOf(At, long.MaxValue).Count());
    }

    [Fact]
    public void A_conclusion_leaves_with_its_fact_or_alone()
    {
        Commit(Tap("s1"), Decided("s1"));
        Commit(Deposit("s2"), Decided("s2"));
        Commit(Tap("s3"));
        using var leaving = new LeavingFacts(_database, _reader);
        Assert.Equal(
            [
                """1 points award_decided {"result":"awarded","today":0,"points":5}""",
                """2 bins deposited {"category":"wet","grams":500,"is_first":true,"concluded":"""
                    + """{"type":"award_decided","result":"awarded","today":0,"points":5}}""",
            ],
            leaving.Read(0, 3, 100).Facts.Select(one =>
                FormattableString.Invariant($"{one.N} {one.Slice} {one.Type} {System.Text.Encoding.UTF8.GetString(one.Body.Span)}")));
    }

    [Fact]
    public void What_the_disk_damaged_hides_nothing_else()
    {
        Commit(Tap("s1"), Decided("s1"));
        Commit(Tap("s2"), Decided("s2"));
        TestDatabase.Run(_database.Path, "UPDATE journal SET body = replace(body, '\"result\":\"awarded\"', '\"result\":') WHERE n = 1");
        Assert.Equal(["s2", "s2"], _reader.FactsOf(Station, 9).Select(fact => fact.CorrelationId));
        Assert.Equal(1, _reader.Damaged);
        Assert.Equal("2", Text("SELECT group_concat(n) FROM fact_concluded"));
    }

    [Fact]
    public void Only_what_adds_to_no_total_and_raises_no_alert_stands_in_another_entry()
    {
        foreach (var (_, derived) in Conclusions.Types(_reader.FactSchemas.Values))
            foreach (var member in new[] { nameof(Fact.Contribution), nameof(Fact.Conditions) })
                Assert.Equal(typeof(Fact), derived.DerivedType.GetProperty(member)!.DeclaringType);
        Assert.Equal([typeof(AwardDecided)], Conclusions.Types(_reader.FactSchemas.Values).Select(one => one.Derived.DerivedType));
    }

    /// <summary>Of one signal.</summary>
    private void Commit(params Fact[] facts)
    {
        using var store = Store();
        var batch = new CommitBatch { Steps = { 0 } };
        foreach (var fact in facts)
            batch.Add(fact);
        store.Commit(batch);
    }

    private EstateStore Store() => new(_database, _kinds, new AuditChain(_database, new byte[32]));

    private string? Text(string sql)
    {
        using var connection = _database.Open();
        return connection.ExecuteScalar<string>(sql);
    }

    private static EventTime Time(int second) => new(
        At + Duration.FromSeconds(second), At + Duration.FromSeconds(second), ClockTrust.Synced);

    private static EventTime TimeOf(string session) => Time(session[1] - '0');

    private static CardTapped Tap(string session) => new(Station, TimeOf(session), session, new CardToken("00ff"));

    private static Deposited Deposit(string session) => new(
        Station, TimeOf(session), session, Time(0), "h1", WasteCategory.Wet, 500);

    private static AwardDecided Decided(string session) => new(Station, TimeOf(session), session, "h1", AwardResult.Awarded)
    {
        Slot = "07:00",
        Today = 0,
        Limit = 2,
        Points = 5,
    };
}
