using Estate.District.Store;
using Estate.District.Wire;
using Npgsql;
using Xunit;

namespace Estate.District.Tests.Store;

[Collection(DistrictCollection.Name)]
public sealed class RollupTests(DistrictFixture servers) : IAsyncLifetime
{
    private const string Epoch = "00112233445566aa", Restored = "ffff000011112222";

    /// <summary>Eight in the morning in Shanghai.</summary>
    private static readonly DateTime Morning = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    private static readonly DistrictSettings Settings = new("nats://127.0.0.1:1", "", Replicas: 1);
    private static readonly CancellationToken Stop = CancellationToken.None;

    private NpgsqlDataSource _source = null!;
    private FactStore _store = null!;
    private Rollups _rollups = null!;

    public async ValueTask InitializeAsync()
    {
        _source = NpgsqlDataSource.Create(await servers.DatabaseAsync());
        await Migrations.RunAsync(_source, Stop);
        _store = new(_source, new Partitions(_source, TimeProvider.System));
        _rollups = new(_source, Settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
            await _source.DisposeAsync();
    }

    [Fact]
    public async Task An_hour_is_what_its_facts_add_up_to()
    {
        await TakeAsync(
            ("bins/s1", 0, "deposited",
                """
                {"category":"wet","grams":500,"is_first":true,
                    "concluded":{"type":"award_decided","result":"awarded","points":5,"today":0}}
                """),
            ("bins/s1", 1, "deposit_unclaimed", """{"category":"residual","grams":1500}"""),
            ("bins/s1", 3, "award_decided", """{"result":"daily_limit"}"""),
            ("lot/main", 4, "lot_counted", """{"zones":[{"free":3,"occupied":9,"stale":2},{"free":4,"unknown":1}]}"""),
            ("lot/main", 19, "lot_counted", """{"zones":[{"free":1}]}"""),
            ("charger/c1", 20, "protection_changed", """{"kind":"smoke","socket":0,"is_active":true}"""),
            ("charger/c1", 20, "alert_raised", """{"severity":"high","is_retro":false,"alert":"a1"}"""),
            ("charger/c1", 22, "alert_acknowledged", """{"alert":"a1"}"""),
            ("charger/c1", 23, "protection_changed", """{"kind":"smoke","socket":0,"is_active":false}"""),
            ("gate/s", 24, "closing_reported",
                """{"watch":{"secured_seconds":21000.4,"unsecured_seconds":60,"deviation_seconds":12},"scheduled_minutes":360}"""),
            ("bins/s2", 25, "device_fell_silent", "{}"), ("bins/s2", 35, "device_returned", "{}"),
            ("lift/a", 36, "lift_got_stuck", """{"reason":"controller","has_people":false}"""), ("lift/a", 37, "lift_runs_again", "{}"),
            ("lift/b", 36, "lift_got_stuck", """{"reason":"controller"}"""),
            ("people/desk", 36, "poll_closed", """{"result":{"turnout":40,"households":100}}"""),
            ("people/desk", 37, "poll_closed", """{"result":{"turnout":10,"households":100,"satisfied":7}}"""),
            ("people/desk", 38, "poll_closed", """{"result":{"turnout":4,"households":100,"satisfied":4}}"""));
        await _rollups.RunAllAsync(Stop);
        Assert.Equal(
            ["acknowledged/charger 1 120", "alert/high 1 0", "award/awarded 1 5", "award/daily_limit 1 0", "closing/deviation 1 12",
                "closing/scheduled 1 21600", "closing/secured 1 21000", "closing/unsecured 1 60", "doubtful/lot/main 2 3",
                "free/lot/main 2 8", "household 1 0", "poll/few 1 0", "poll/graded 1 10", "poll/households 2 200", "poll/satisfied 1 7",
                "poll/turnout 2 50", "returned/bins 1 600", "silent/bins 1 0", "standstill/again 1 60", "standstill/stuck 2 0",
                "standstill/trapped 1 0", "trip/smoke 1 0", "waste/residual 1 1500", "waste/wet 1 500"],
            await RowsAsync("SELECT what || ' ' || count || ' ' || amount FROM rollup_hour ORDER BY what COLLATE \"C\""));
        await EqualAsync();
    }

    [Fact]
    public async Task A_day_begins_at_midnight_of_the_district_and_a_late_fact_corrects_it()
    {
        await TakeAsync(Bag(-8 * 60 - 1, 100), Bag(-8 * 60, 200), Bag(0, 400));
        await _rollups.RunAllAsync(Stop);
        const string days = "SELECT day || ' ' || count || ' ' || amount FROM rollup_day ORDER BY day";
        Assert.Equal(["2026-03-01 1 100", "2026-03-02 2 600"], await RowsAsync(days));
        await TakeAsync("estate-1", Epoch, 3, Bag(-24 * 60, 1));
        Assert.Equal(1, await _rollups.RunOnceAsync(Stop));
        Assert.Equal(["2026-03-01 2 101", "2026-03-02 2 600"], await RowsAsync(days));
        Assert.Equal(0, await _rollups.RunOnceAsync(Stop));
    }

    [Fact]
    public async Task What_a_restored_journal_sends_again_counts_once()
    {
        var (before, lost, after) = (new[] { Bag(0, 100), Bag(0, 100) }, Bag(5, 1_000), Bag(9, 10_000));
        await TakeAsync([.. before, lost]);
        await TakeAsync("estate-1", Restored, 0, [.. before, after]);
        await _rollups.RunAllAsync(Stop);
        Assert.Equal(["4 11200"], await RowsAsync("SELECT count || ' ' || amount FROM rollup_day"));
        await EqualAsync();
    }

    [Fact]
    public async Task What_makes_no_sense_is_other_or_nothing_and_stops_nobody()
    {
        await TakeAsync(
            ("bins/s1", 0, "deposited", """{"category":"gold","grams":1e400}"""), ("bins/s1", 0, "deposited", """{"grams":"many"}"""),
            ("lot/main", 0, "lot_counted", """{"zones":7}"""), ("lot/main", 0, "lot_counted", """{"zones":[1,{"free":[]}]}"""),
            ("charger/c1", 0, "alert_acknowledged", "{}"), ("charger/c1", 0, "alert_raised", """{"alert":7,"severity":null}"""),
            ("gate/s", 0, "closing_reported", """{"watch":3}"""), ("people/desk", 0, "poll_closed", "{}"), Bag(1, 100));
        await _rollups.RunAllAsync(Stop);
        Assert.Equal(["other 2 0", "wet 1 100"], await RowsAsync(
            "SELECT substr(what, 7) || ' ' || count || ' ' || amount FROM rollup_day WHERE what LIKE 'waste/%' ORDER BY 1"));
        await EqualAsync();
    }

    [Fact]
    public async Task The_rollups_equal_a_fresh_computation_whatever_comes_how_often_and_late()
    {
        var random = new Random(29);
        var estates = Enumerable.Range(1, 6).SelectMany(i => new[] { ($"estate-{i}", Epoch), ($"estate-{i}", Restored) })
            .ToDictionary(journal => journal, _ => new List<(string, int, string, string)>());
        using var ended = new CancellationTokenSource();
        var rolling = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
                await new Rollups(_source, Settings).RunOnceAsync(Stop);
        })).ToList();
        for (var round = 0; round < 120; round++)
        {
            var ((site, epoch), all) = estates.ElementAt(random.Next(estates.Count));
            var from = random.Next(2) == 0 ? all.Count : random.Next(all.Count + 1);
            all.AddRange(Enumerable.Range(0, random.Next(12)).Select(_ => Something(random)));
            await TakeAsync(site, epoch, from, [.. all.Skip(from)]);
        }
        await ended.CancelAsync();
        await Task.WhenAll(rolling);
        await _rollups.RunAllAsync(Stop);
        await EqualAsync();
        Assert.Equal(
            [$"{estates.Values.SelectMany(all => all).Count(fact => fact.Item3 == "deposited")}"],
            await RowsAsync("SELECT sum(count) FROM rollup_day WHERE what LIKE 'waste/%'"));
    }

    [Fact]
    public async Task A_row_that_does_not_hold_is_told()
    {
        await TakeAsync(Bag(0, 100), Bag(60, 100));
        await _rollups.RunAllAsync(Stop);
        await EqualAsync();
        await RowsAsync("UPDATE rollup_hour SET amount = amount + 1 WHERE hour = '2026-03-02 00:00+00' RETURNING ''");
        var told = await new RollupCheck(_source, Settings).CheckAsync("estate-1", Stop);
        Assert.Equal(["1/101 1/100", "2/200 2/201"], told.Select(one => $"{one.Kept} {one.Fresh}"));
        await RowsAsync("DELETE FROM rollup_hour RETURNING ''");
        Assert.Contains("kept nothing", (await new RollupCheck(_source, Settings).CheckAsync("estate-1", Stop))[0].ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_open_now_is_known_in_whatever_order_hours_are_computed()
    {
        await TakeAsync(
            ("charger/c1", 0, "alert_raised", """{"severity":"high","is_retro":false,"alert":"a1"}"""),
            ("charger/c2", 1, "alert_raised", """{"severity":"low","is_retro":false,"alert":"a2"}"""),
            ("bins/s1", 2, "device_fell_silent", "{}"), ("bins/s2", 2, "device_fell_silent", "{}"),
            ("charger/c1", 90, "alert_acknowledged", """{"alert":"a1"}"""), ("charger/c2", 200, "alert_closed", """{"alert":"a2"}"""),
            ("bins/s2", 201, "device_returned", "{}"));
        await _rollups.RunAllAsync(Stop);
        Assert.Equal(["charger/c1 high acknowledged"], await RowsAsync(
            "SELECT device || ' ' || severity || CASE WHEN acknowledged_at > raised_at THEN ' acknowledged' ELSE '' END "
                + "FROM alert_now WHERE closed_at IS NULL"));
        Assert.Equal(["bins/s1"], await RowsAsync(
            "SELECT device FROM device_now WHERE silent_at > coalesce(returned_at, '-infinity')"));
    }

    private async Task EqualAsync()
    {
        var check = new RollupCheck(_source, Settings);
        foreach (var site in await check.SitesAsync(Stop))
            Assert.Empty(await check.CheckAsync(site, Stop));
    }

    private static (string, int, string, string) Bag(int minute, int grams) =>
        ("bins/s1", minute, "deposited", $$"""{"category":"wet","grams":{{grams}}}""");

    private static (string, int, string, string) Something(Random random)
    {
        var (minute, alert) = (random.Next(-3_000, 3_000), $"a{random.Next(20)}");
        return random.Next(6) switch
        {
            0 => ("charger/c1", minute, "alert_raised", $$"""{"alert":"{{alert}}","severity":"medium"}"""),
            1 => ("bins/s1", minute, "award_decided", """{"result":"awarded","points":5,"today":0}"""),
            2 => ("lot/main", minute, "lot_counted", $$"""{"zones":[{"free":{{random.Next(40)}}}]}"""),
            _ => Bag(minute, random.Next(2_000)),
        };
    }

    private Task TakeAsync(params (string Device, int Minute, string Type, string Body)[] facts) =>
        TakeAsync("estate-1", Epoch, 0, facts);

    private async Task TakeAsync(
        string site, string epoch, int after, params (string Device, int Minute, string Type, string Body)[] facts)
    {
        var all = facts.Select((fact, i) => FactOf(after + i + 1, fact)).ToList();
        await _store.TakeAsync([new FactSpan(new(site, epoch), after, after + facts.Length, all)], Stop);
    }

    private static SpanFact FactOf(int n, (string Device, int Minute, string Type, string Body) fact) =>
        new(n, Morning.AddMinutes(fact.Minute), Morning.AddMinutes(fact.Minute), fact.Device, fact.Device.Split('/')[0], fact.Type)
        {
            Body = fact.Body,
        };

    private async Task<IReadOnlyList<string?>> RowsAsync(string sql)
    {
        var rows = new List<string?>();
        await using var command = _source.CreateCommand(sql);
        await using var read = await command.ExecuteReaderAsync(Stop);
        while (await read.ReadAsync(Stop))
            rows.Add(read.GetValue(0).ToString());
        return rows;
    }
}
