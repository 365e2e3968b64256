using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Privacy;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Alerts;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage.Privacy;

/// <summary>Facts go after their days; what the ledger, the statistics, the audit, a recovery or an open alert needs does not.</summary>
public sealed class ExpiredFactsTests : IDisposable
{
    private const int Old = 1_200;
    private static readonly DeviceId Station = new("bins", "station-1");
    private static readonly DateTimeOffset Today = new(2029, 11, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly Instant Now = Instant.FromDateTimeOffset(Today);
    private readonly TestHouseholds _estate = new();

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task Old_facts_go_and_points_statistics_and_audit_stay_as_they_are()
    {
        OnDay(Old, () => _estate.Award(TestHouseholds.Leaving, 5));
        OnDay(Old, () => _estate.Award(TestHouseholds.Staying, 5));
        OnDay(Old, () => _estate.Correct(TestHouseholds.Leaving, 7));
        OnDay(1_090, () => _estate.Award(TestHouseholds.Staying, 5));
        OnDay(10, () => _estate.Award(TestHouseholds.Chinese, 5));
        var (sorted, ledger) = (Statistics(), LedgerAudit.Run(_estate.Database));
        Assert.Equal(6, Retention().Due(new(), Now).Single(line => line.Name == "facts").Left);

        Assert.Equal((6L, 0L), await RunAsync());

        Assert.Equal(2, _estate.Reader.FactsOf<Deposited>(Station, 9).Count);
        Assert.Single(_estate.Reader.FactsOf<CorrectionProposed>(PointsReactor.JournalId, 9));
        Assert.Equal(sorted, Statistics());
        Assert.Equal(4, sorted.Count);
        Assert.Equal((null, ledger), (ledger.Problem, LedgerAudit.Run(_estate.Database)));
        Assert.Equal([7, 5], _estate.Reader.Transfers(AccountId.Household(TestHouseholds.Leaving), 9).Select(one => one.Points));
        Assert.Null(_estate.Audit.Verify().Problem);
        Assert.Equal((0L, 0L), await RunAsync());
    }

    /// <summary>The days of another zone are added up from facts; those whose facts are gone must not be lost with that.</summary>
    [Fact]
    public async Task Statistics_stay_when_the_zone_changes_later()
    {
        OnDay(Old, () => _estate.Award(TestHouseholds.Leaving, 5));
        // Nobody is known of this day, so that it was never closed for the sake of those.
        OnDay(Old - 50, () => _estate.Record(
            new Deposited(Station, EventTime.Now(_estate.Now), "s", EventTime.Now(_estate.Now), null, WasteCategory.Wet, 700)));
        OnDay(10, () => _estate.Award(TestHouseholds.Staying, 5));
        var sorted = Statistics();
        Assert.Equal((4L, 0L), await RunAsync());
        TotalsRebuild.Begin(_estate.Database, DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);
        var rebuild = new TotalsRebuild(_estate.Database, _estate.Reader);
        while (rebuild.Step() is not null)
            continue;
        Assert.Equal((3, 1_700), sorted);
        Assert.Equal(sorted, Statistics());
    }

    [Fact]
    public async Task A_run_that_was_killed_is_finished_by_the_next()
    {
        for (var i = 0; i < 4; i++)
            OnDay(Old - i, () => _estate.Award(TestHouseholds.Leaving, 5));
        OnDay(10, () => _estate.Award(TestHouseholds.Staying, 5));
        var sorted = Statistics();
        using (var killed = _estate.Database.Open())
        {
            var facts = new ExpiredFacts(killed, Now - Duration.FromDays(1_095), [], _estate.Kinds, _estate.Reader.WordOf);
            facts.CloseDays();
            Assert.Equal(5, facts.DeleteNext(5));
        }
        Assert.Equal((7L, 0L), await RunAsync());
        Assert.Equal(sorted, Statistics());
        Assert.Single(_estate.Reader.FactsOf<Deposited>(Station, 9));
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    public async Task What_the_time_series_server_has_not_got_stays(int? sent, int gone)
    {
        OnDay(Old, () => _estate.Award(TestHouseholds.Leaving, 5));
        OnDay(10, () => _estate.Award(TestHouseholds.Staying, 5));
        TestDatabase.Run(_estate.Database.Path, $"INSERT INTO series_cursor VALUES('here', {sent ?? 0}), ('of before', 6)");
        Assert.Equal((gone, 0L), await RunAsync(new() { Servers = sent is null ? [] : ["here"] }));
    }

    [Fact]
    public async Task A_number_is_never_given_twice()
    {
        OnDay(Old, () => _estate.Award(TestHouseholds.Leaving, 5));
        Assert.Equal((2L, 0L), await RunAsync());
        using var another = new EstateStore(_estate.Database, _estate.Kinds, _estate.Audit);
        var batch = new CommitBatch();
        batch.Facts.Add(new CardTapped(Station, EventTime.Now(Now), "s", TestHouseholds.CardOf(TestHouseholds.Staying)));
        another.Commit(batch);
        Assert.Equal(4, _estate.Reader.NewestFact());
    }

    [Fact]
    public async Task What_an_open_alert_tells_of_stays()
    {
        OnDay(Old, () =>
        {
            foreach (var id in new[] { "open", "over" })
                _estate.Record(new AlertRaised(new("bins", id), EventTime.Now(_estate.Now), id, "smoke", "", Severity.High, false));
        });
        OnDay(10, () => _estate.Award(TestHouseholds.Staying, 5));
        var since = (Now - Duration.FromDays(Old)).ToUnixTimeMilliseconds();
        TestDatabase.Run(
            _estate.Database.Path,
            $"INSERT INTO alert VALUES('open', 'bins/open', 'smoke', '', {since}, NULL, '{{}}'), "
                + $"('over', 'bins/over', 'smoke', '', {since}, {since + 1}, '{{}}')");
        Assert.Equal((1L, 0L), await RunAsync());
        Assert.Single(_estate.Reader.FactsOf<AlertRaised>(new("bins", "open"), 9));
    }

    [Fact]
    public async Task What_a_state_is_made_of_again_and_what_the_audit_seals_stays()
    {
        var old = (Now - Duration.FromDays(Old)).ToUnixTimeMilliseconds();
        TestDatabase.Run(_estate.Database.Path, string.Join(';', ((string[])["permit_issued", "permit_seen", "sealed", "last"])
            .Select(type => "INSERT INTO fact(at, received, device, slice, body, type) "
                + $"VALUES({old}, {old}, 'lot/main', 'parking', '{{\"type\":\"{type}\"}}', '{type}')")));
        using (var connection = _estate.Database.Open())
        using (var transaction = connection.BeginTransaction())
        {
            _estate.Audit.Append(transaction, new(Now, "desk", "seal", "", ""), 3, 1);
            transaction.Commit();
        }
        IDeviceKind[] kinds = [new LotKind(DateTimeZone.Utc, _ => true)];
        var retention = new Retention(_estate.Database, new(_estate.Database, kinds), _estate.Audit, kinds);
        await retention.RunAsync(new(), "gateway", Time, default);
        Assert.Equal(3, TestDatabase.Count(_estate.Database.Path, "SELECT count(*) FROM fact"));
        Assert.Equal(0, TestDatabase.Count(_estate.Database.Path, "SELECT count(*) FROM fact WHERE type = 'permit_seen'"));
        Assert.Null(_estate.Audit.Verify().Problem);
    }

    [Fact]
    public async Task While_an_older_journal_is_added_up_nothing_goes()
    {
        OnDay(Old, () => _estate.Award(TestHouseholds.Leaving, 5));
        OnDay(10, () => _estate.Award(TestHouseholds.Staying, 5));
        TestDatabase.Run(_estate.Database.Path, "UPDATE totals_state SET next = 1, until = 6");
        Assert.Equal((0L, 0L), await RunAsync());
    }

    private static ShiftedTime Time => new(Today - TimeProvider.System.GetUtcNow());

    private Retention Retention() => new(_estate.Database, _estate.Reader, _estate.Audit, _estate.Kinds);

    private async Task<(long Erased, long Left)> RunAsync(RetentionPolicy? policy = null)
    {
        var report = await Retention().RunAsync(policy ?? new(), "gateway", Time, default);
        var facts = report.Lines.Single(line => line.Name == "facts");
        return (facts.Erased, facts.Left);
    }

    /// <summary>Of all there ever was.</summary>
    private (int Count, long Grams) Statistics()
    {
        var totals = new TotalsReader(_estate.Database).Of("bins", new(2020, 1, 1), new(2030, 1, 1)).ByWhat.Values;
        return ((int)totals.Sum(total => total.Count), totals.Sum(total => total.Amount));
    }

    private void OnDay(int daysAgo, Action act)
    {
        _estate.Now = Now - Duration.FromDays(daysAgo);
        act();
        _estate.Commit();
    }
}
