using Estate.District.Store;
using Estate.District.Wire;
using Npgsql;
using Xunit;

namespace Estate.District.Tests.Store;

/// <summary>What does not count, each beside what does; and who computes when.</summary>
[Collection(DistrictCollection.Name)]
public sealed class RollupFilterTests(DistrictFixture servers) : IAsyncLifetime
{
    private static readonly DateTime Morning = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DistrictSettings Settings = new("nats://127.0.0.1:1", "", Replicas: 1);

    private NpgsqlDataSource _source = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Rollups Rollups => new(_source, Settings);

    public async ValueTask InitializeAsync()
    {
        _source = NpgsqlDataSource.Create(await servers.DatabaseAsync());
        await Migrations.RunAsync(_source, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
            await _source.DisposeAsync();
    }

    [Theory]
    [InlineData("alert_raised", """{"severity":"high","is_retro":true}""", """{"severity":"high","is_retro":false}""", "alert/high 1 0")]
    [InlineData("protection_changed", """{"kind":"smoke","is_active":false}""", """{"kind":"smoke","is_active":true}""", "trip/smoke 1 0")]
    [InlineData("deposited", """{"category":"wet","grams":1e12}""", """{"category":"wet","grams":7}""", "waste/wet 2 7")]
    [InlineData("lot_counted", """{"zones":[]}""", """{"zones":[{"free":2}]}""", "doubtful/bins/s1 1 0, free/bins/s1 1 2")]
    [InlineData("card_tapped", "{}", "{}", "")]
    [InlineData("poll_closed", """{"result":[1]}""", """{"result":{"turnout":6,"households":9}}""",
        "poll/few 1 0, poll/households 1 9, poll/turnout 1 6")]
    public async Task What_does_not_count_is_not_there_beside_what_does(string type, string not, string counts, string expected)
    {
        await TakeAsync(0, (0, type, not), (1, type, counts));
        await Rollups.RunAllAsync(Stop);
        Assert.Equal(expected, await RowsAsync());
    }

    [Theory]
    [InlineData("""{"result":"awarded","points":5,"today":0}""", true)]
    [InlineData("""{"result":"awarded","points":5,"today":1}""", false)]
    [InlineData("""{"result":"daily_limit","points":0,"today":0}""", false)]
    [InlineData("""{"result":"awarded","points":5}""", false)]
    public async Task A_household_counts_at_its_first_award_of_the_day_alone_or_inside_a_fact(string award, bool counts)
    {
        await TakeAsync(
            0, (0, "award_decided", award),
            (1, "deposited", $$"""{"category":"wet","grams":1,"concluded":{"type":"award_decided",{{award[1..]}}}"""));
        await Rollups.RunAllAsync(Stop);
        Assert.Equal(counts, (await RowsAsync()).Contains("household 2 0", StringComparison.Ordinal));
        Assert.Equal(counts, (await RowsAsync()).Contains("household", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_ends_something_that_never_began_has_no_length()
    {
        await TakeAsync(0, (0, "alert_acknowledged", """{"alert":"a1"}"""), (1, "device_returned", "{}"));
        await Rollups.RunAllAsync(Stop);
        Assert.Equal("returned/bins 1 0", await RowsAsync());
    }

    [Fact]
    public async Task An_hour_ends_where_the_next_begins()
    {
        await TakeAsync(0, (59, "deposited", """{"category":"wet","grams":1}"""), (60, "deposited", """{"category":"wet","grams":2}"""));
        await Rollups.RunAllAsync(Stop);
        Assert.Equal("waste/wet 1 1, waste/wet 1 2", await RowsAsync());
        await TakeAsync(2, (59, "deposited", """{"category":"wet","grams":4}"""));
        await Rollups.RunAllAsync(Stop);
        Assert.Equal("waste/wet 1 2, waste/wet 2 5", await RowsAsync());
    }

    [Fact]
    public async Task While_one_worker_computes_the_others_leave_it_to_that_one()
    {
        await TakeAsync(0, (0, "deposited", """{"category":"wet","grams":1}"""));
        await using (var other = await _source.OpenConnectionAsync(Stop))
        {
            await using var transaction = await other.BeginTransactionAsync(Stop);
            await using var hold = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({Rollups.Lock})", other);
            await hold.ExecuteNonQueryAsync(Stop);
            Assert.Equal(0, await Rollups.RunOnceAsync(Stop));
            Assert.Equal("", await RowsAsync());
        }
        Assert.Equal(1, await Rollups.RunOnceAsync(Stop));
        Assert.Equal("waste/wet 1 1", await RowsAsync());
    }

    [Fact]
    public async Task What_waits_to_be_computed_is_no_difference_and_what_was_forgotten_is()
    {
        await TakeAsync(0, (0, "deposited", """{"category":"wet","grams":1}"""));
        var check = new RollupCheck(_source, Settings);
        Assert.Empty(await check.CheckAsync("estate-1", Stop));
        await using var forget = _source.CreateCommand("DELETE FROM rollup_due");
        await forget.ExecuteNonQueryAsync(Stop);
        Assert.Equal("estate-1", Assert.Single(await check.CheckAsync("estate-1", Stop)).Site);
    }

    private async Task TakeAsync(int after, params (int Minute, string Type, string Body)[] facts) =>
        await new FactStore(_source, new Partitions(_source, TimeProvider.System)).TakeAsync(
            [new FactSpan(new("estate-1", "00112233445566aa"), after, after + facts.Length, [.. facts.Select((fact, i) =>
                new SpanFact(after + i + 1, Morning.AddMinutes(fact.Minute), Morning.AddMinutes(fact.Minute), "bins/s1", "bins", fact.Type)
                {
                    Body = fact.Body,
                })])], Stop);

    private async Task<string> RowsAsync()
    {
        await using var command = _source.CreateCommand(
            "SELECT coalesce(string_agg(what || ' ' || count || ' ' || amount, ', ' ORDER BY what COLLATE \"C\", count, amount), '') "
                + "FROM rollup_hour");
        return (string)(await command.ExecuteScalarAsync(Stop))!;
    }
}
