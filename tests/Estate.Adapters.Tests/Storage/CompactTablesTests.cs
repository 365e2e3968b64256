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

/// <summary>The journal keeps less than it says: what columns hold is not in the body, and comes back with it.</summary>
public sealed class CompactTablesTests : IDisposable
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 7, 30);
    private static readonly DeviceId Station = new("bins", "station-1");
    private const string Members =
        """{"session":"s1","household":"七号楼<3>","result":"awarded","grounds":{"zh":"时段 07:00","en":"slot 07:00"}}""";

    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<IDeviceKind> _kinds = [new StationKind(TestCards.Hasher)];

    private string Path => _folder.File("estate.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_body_holds_what_no_column_says_with_letters_as_they_are()
    {
        Commit(new AwardDecided(Station, new EventTime(At, At + Duration.FromSeconds(2), ClockTrust.Estimated, IsTimeKnown: false),
            "s1", "七号楼<3>", "awarded")
        { Grounds = new("时段 07:00", "slot 07:00") });
        Assert.Equal(Members, Text("SELECT body FROM journal"));
        var (at, received) = (At.ToUnixTimeMilliseconds(), At.ToUnixTimeMilliseconds() + 2000);
        var time = $$"""{"at":{{at}},"received_at":{{received}},"clock":"estimated","is_placed":false}""";
        Assert.Equal(
            $$"""{"type":"award_decided","device":"bins/station-1","time":{{time}},{{Members[1..]}}""", Text("SELECT body FROM fact"));
    }

    [Fact]
    public void A_fact_without_members_comes_back()
    {
        var fact = new DeviceReturned(Station, EventTime.Now(At));
        Commit(fact);
        Assert.Equal("{}", Text("SELECT body FROM journal"));
        Assert.Equal(
            [fact with { Time = fact.Time with { Age = null } }], new EstateReader(new EstateDatabase(Path), _kinds).FactsOf(Station, 9));
    }

    [Fact]
    public void A_database_of_before_says_the_same_and_its_audit_holds()
    {
        List<Fact> facts =
        [
            .. Enumerable.Range(0, 300).Select(i => new CardTapped(
                Station, new EventTime(At + Duration.FromMinutes(i), At + Duration.FromMinutes(i), ClockTrust.Synced), $"s{i}",
                new CardToken("00ff"))),
        ];
        var batch = Commit([.. facts]);
        TestDatabase.Run(Path, OlderSchema.Of13);
        // A fact of the earliest programs: its step is not known.
        TestDatabase.Run(Path, "UPDATE fact SET step = 0 WHERE n = 7");
        var before = Rows();
        var progress = new Reached();
        var database = new EstateDatabase(Path, progress);
        Assert.Equal(before, Rows());
        Assert.Equal(1, progress.Last);
        Assert.Null(new AuditChain(database, new byte[32]).Verify().Problem);
        var reader = new EstateReader(database, _kinds);
        Assert.Equal(Enumerable.Reverse(facts).Take(50), reader.FactsOf(Station, 50));
        Assert.Equal(batch.Transfers.Select(one => one.Id), reader.Transfers(AccountId.Household("h1"), 9).Select(one => one.Id));
        Assert.Equal(0, reader.Damaged);
        // What comes after is kept in the new way, beside it.
        using (var store = new EstateStore(database, _kinds, new AuditChain(database, new byte[32])))
            store.Commit(new CommitBatch { Facts = { new DeviceReturned(Station, EventTime.Now(At)) }, Steps = { 0 } });
        Assert.Equal(301, TestDatabase.Count(Path, "SELECT max(n) FROM fact"));
        Assert.Equal(1, TestDatabase.Count(Path, "SELECT count(*) FROM journal WHERE clock >= 0"));
        Assert.Null(new AuditChain(database, new byte[32]).Verify().Problem);
    }

    private List<string> Rows()
    {
        using var connection = EstateDatabase.Existing(Path).Open();
        return
        [
            .. connection.Query<string>(
                "SELECT quote(n) || quote(at) || quote(received) || quote(device) || quote(slice) || quote(body) || quote(type) "
                    + "|| quote(step) FROM fact ORDER BY n"),
            .. connection.Query<string>("SELECT name || quote(balance) FROM account ORDER BY name"),
            .. connection.Query<string>("SELECT quote(n) || quote(id) || debit || credit || points || reference FROM transfer ORDER BY n"),
        ];
    }

    private string Text(string sql)
    {
        using var connection = EstateDatabase.Existing(Path).Open();
        return connection.QuerySingle<string>(sql);
    }

    /// <summary>With one award and one entry of the audit that covers the first facts.</summary>
    private CommitBatch Commit(params Fact[] facts)
    {
        var database = new EstateDatabase(Path);
        using var store = new EstateStore(database, _kinds, new AuditChain(database, new byte[32]));
        var batch = new CommitBatch { Steps = { 0 } };
        batch.Facts.AddRange(facts);
        batch.Transfers.Add(new(
            TransferIds.Award("test", "h1", new LocalDate(2026, 3, 1), "07:00"), AccountId.Issuance, AccountId.Household("h1"), 5,
            TransferCode.Award, At, "s1"));
        batch.Audit.Add((new(At, "chen", "reset", "", ""), 0, Math.Min(3, facts.Length)));
        store.Commit(batch);
        return batch;
    }

    private sealed class Reached : IProgress<double>
    {
        internal double Last { get; private set; }

        public void Report(double value) => Last = value;
    }
}
