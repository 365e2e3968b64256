using System.Text;
using Estate.Adapters.Storage.Privacy;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Bins;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage.Privacy;

/// <summary>What is older than it may be goes, what is younger stays, and a count of its own proves it.</summary>
public sealed class RetentionTests : IDisposable
{
    private static readonly DateTimeOffset Today = new(2027, 11, 1, 3, 0, 0, TimeSpan.Zero);
    private readonly TestHouseholds _estate = new();
    private Duration _now;

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task Cards_and_households_expire_and_the_points_stay()
    {
        OnDay(500, () => _estate.Award(TestHouseholds.Leaving, 5));
        OnDay(100, () => _estate.Award(TestHouseholds.Staying, 5));
        OnDay(10, () => _estate.Award(TestHouseholds.Chinese, 5));
        var retention = Retention();
        Assert.Equal([2L, 2L], retention.Due(new(), Now).Take(2).Select(line => line.Left));

        var report = await RunAsync();

        Assert.Equal(
            [("cards_in_journal", 2L, 0L), ("people_in_journal", 2L, 0L)],
            report.Lines.Take(2).Select(line => (line.Name, line.Erased, line.Left)));
        Assert.True(report.IsLogEmpty);
        var taps = _estate.Reader.FactsOf<CardTapped>(new("bins", "station-1"), 10);
        Assert.Equal([TestHouseholds.CardOf(TestHouseholds.Chinese).Hex, "erased-card", "erased-card"], taps.Select(tap => tap.Card.Hex));
        Assert.Equal(
            [TestHouseholds.Chinese, TestHouseholds.Staying, "erased"],
            _estate.Reader.FactsOf<AwardDecided>(new("bins", "station-1"), 10).Select(one => one.Household));
        Assert.Equal(5, Assert.Single(_estate.Reader.Transfers(AccountId.Household(TestHouseholds.Leaving), 9)).Points);
        // The second run has nothing left to do, and the audit has both.
        Assert.Equal(0, (await RunAsync()).Erased);
        Assert.Equal(("nothing_left", "nothing was due"), (retention.Last()!.Target, retention.Last()!.Detail));
        Assert.Null(_estate.Audit.Verify().Problem);
        // Whose card it is, the estate knows on; where it was, nothing on the disk tells.
        Assert.Equal(2, Encoding.UTF8.GetString(_estate.Bytes()).Split(TestHouseholds.CardOf(TestHouseholds.Staying).Hex).Length);
    }

    [Fact]
    public async Task Who_sorted_goes_after_their_time_and_how_many_did_stays()
    {
        OnDay(500, () => _estate.Award(TestHouseholds.Leaving, 5));
        OnDay(500, () => _estate.Award(TestHouseholds.Staying, 5));
        OnDay(450, () => _estate.Award(TestHouseholds.Staying, 5));
        OnDay(100, () => _estate.Award(TestHouseholds.Staying, 5));
        int Sorted(int from, int until) => new TotalsReader(_estate.Database)
            .Of("bins", (Now - Duration.FromDays(from)).InUtc().Date, (Now - Duration.FromDays(until)).InUtc().Date).Participants;
        (int, int) Spans() => (Sorted(500, 450), Sorted(450, 100));
        Assert.Equal((2, 1), Spans());

        var report = await RunAsync();

        var closed = report.Lines.Single(line => line.Name == "people_in_totals");
        Assert.Equal((2L, 0L), (closed.Erased, closed.Left));
        Assert.Equal((2, 1), Spans());
        Assert.Equal([2, 1, 1, 0], new[] { Sorted(500, 500), Sorted(450, 450), Sorted(100, 100), Sorted(499, 451) });
        Assert.Equal(1, TestDatabase.Count(_estate.Database.Path, "SELECT count(*) FROM participant"));
        Assert.Equal(2, TestDatabase.Count(_estate.Database.Path, "SELECT count(*) FROM daily_total WHERE participants = x''"));
        Assert.Equal(0, (await RunAsync()).Erased);
    }

    [Fact]
    public async Task Sealed_audit_data_expires_and_the_chain_still_verifies()
    {
        OnDay(1200, () => _estate.Correct(TestHouseholds.Leaving, 5));
        OnDay(500, () => _estate.Correct(TestHouseholds.Leaving, 5));
        OnDay(1, () => _estate.Correct(TestHouseholds.Staying, 5));

        await RunAsync();

        Assert.Equal(
            [TestHouseholds.Staying, "erased", "erased"],
            _estate.Reader.FactsOf<CorrectionProposed>(new("gateway", "desk"), 10).Select(one => one.Household));
        Assert.Equal(["", ""], _estate.Reader.FactsOf<CorrectionProposed>(new("gateway", "desk"), 10).Skip(1).Select(one => one.Reason));
        var audit = _estate.Audit.Read(long.MaxValue, 50).Reverse().ToList();
        Assert.Equal(
            [("erased", ""), ("desk", TestHouseholds.Leaving), ("desk", TestHouseholds.Staying)],
            audit.Take(3).Select(row => (row.Entry.By, row.Entry.Target)));
        Assert.Null(_estate.Audit.Verify().Problem);
        TestDatabase.Run(_estate.Database.Path, "UPDATE fact SET body = replace(body, '\"erased\"', '\"somebody\"')");
        Assert.Contains("not what was sealed", _estate.Audit.Verify().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permit_holder_is_kept_as_long_as_the_permit()
    {
        var old = Now.Minus(Duration.FromDays(500)).ToUnixTimeMilliseconds();
        string Fact(string type) => $"INSERT INTO fact(at, received, device, slice, body, type) VALUES({old}, {old}, 'lot/main', "
            + $"'parking', '{{\"type\":\"{type}\",\"permit\":{{\"id\":\"c1\",\"household\":\"7-2-301\"}}}}', '{type}')";
        TestDatabase.Run(_estate.Database.Path, $"{Fact("permit_issued")}; {Fact("permit_seen")}; INSERT INTO state VALUES('lot/main', "
            + $"'{{}}', '{{\"permits\":[{{\"household\":\"7-2-301\"}}]}}')");
        var kinds = new Domain.Devices.IDeviceKind[] { new Domain.Parking.LotKind(DateTimeZone.Utc, _ => true) };
        var retention = new Retention(_estate.Database, new(_estate.Database, kinds), _estate.Audit, kinds);
        Assert.Equal(1, (await retention.RunAsync(new(), "gateway", Time, default)).Erased);
        Assert.Equal(
            1, TestDatabase.Count(
                _estate.Database.Path, "SELECT count(*) FROM fact WHERE type = 'permit_issued' AND instr(body, '7-2-301')"));
        TestDatabase.Run(_estate.Database.Path, "DELETE FROM state");
        Assert.Equal(1, (await retention.RunAsync(new(), "gateway", Time, default)).Erased);
        Assert.Equal(0, TestDatabase.Count(_estate.Database.Path, "SELECT count(*) FROM fact WHERE instr(body, '7-2-301')"));
    }

    [Theory]
    [InlineData("alerts", "to", true)]
    [InlineData("parking", "to", false)]
    [InlineData("gate", "approver", true)]
    [InlineData("gate", "author", true)]
    [InlineData("charger", "reset_by", true)]
    public async Task Names_go_from_the_journal_with_those_in_the_audit(string slice, string member, bool isName)
    {
        var old = Now.Minus(Duration.FromDays(1096)).ToUnixTimeMilliseconds();
        TestDatabase.Run(_estate.Database.Path, $$"""
            INSERT INTO fact(at, received, device, slice, body) VALUES({{old}}, {{old}}, 'x/y', '{{slice}}', '{"{{member}}":"wang"}')
            """);
        Assert.Equal(isName ? 1 : 0, (await RunAsync()).Erased);
        Assert.Equal(isName ? 0 : 1, TestDatabase.Count(_estate.Database.Path, "SELECT count(*) FROM fact WHERE instr(body, 'wang')"));
    }

    [Theory]
    [InlineData("INSERT INTO alert VALUES('a', 'd/x', 't', '', 0, {0}, '{{}}')", 401)]
    [InlineData("INSERT INTO outbox(id, at, notifier, body, settled) VALUES('o', 0, 'n', '{{}}', {0})", 91)]
    [InlineData("INSERT INTO reject VALUES(1, {0}, 't', 'r', 'd', NULL)", 31)]
    [InlineData("INSERT INTO invitation(code, expires, body) VALUES('c', {0}, '{{}}')", 31)]
    [InlineData("INSERT INTO person VALUES('p', 'p', 1, '{{}}'); INSERT INTO session VALUES('s', 'p', '', 0, 0, {0}, '', x'00')", 1)]
    public async Task Every_other_kind_of_record_expires(string insert, int days)
    {
        TestDatabase.Run(
            _estate.Database.Path,
            string.Format(
                System.Globalization.CultureInfo.InvariantCulture, insert,
                Now.Minus(Duration.FromDays(days - 1)).ToUnixTimeMilliseconds() + 60_000));
        Assert.Equal(0, (await RunAsync()).Erased);
        _now = Duration.FromDays(1);
        Assert.Equal((1L, 0L), ((await RunAsync()) is var report ? report.Erased : 0, report.Left));
    }

    [Fact]
    public async Task Records_that_could_not_be_erased_are_counted_as_left()
    {
        OnDay(500, () => _estate.Award(TestHouseholds.Leaving, 5));
        // A row the disk has damaged: nobody can take out of it what it names.
        TestDatabase.Run(_estate.Database.Path, "UPDATE fact SET body = substr(body, 2) WHERE type = 'award_decided'");
        var report = await RunAsync();
        Assert.Equal(1, report.Left);
        Assert.Equal("not_all", Retention().Last()!.Target);
        Assert.Contains("LEFT 1", Retention().Last()!.Detail, StringComparison.Ordinal);
    }

    private Instant Now => Instant.FromDateTimeOffset(Today) + _now;

    private ShiftedTime Time => new(Today + _now.ToTimeSpan() - TimeProvider.System.GetUtcNow());

    private Retention Retention() => new(_estate.Database, _estate.Reader, _estate.Audit, _estate.Kinds);

    private Task<RetentionReport> RunAsync() => Retention().RunAsync(new(), "gateway", Time, default);

    private void OnDay(int daysAgo, Action act)
    {
        _estate.Now = Now - Duration.FromDays(daysAgo);
        act();
        _estate.Commit();
    }
}
