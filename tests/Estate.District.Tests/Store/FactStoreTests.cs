using Estate.District.Store;
using Estate.District.Wire;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Estate.District.Tests.Store;

[Collection(DistrictCollection.Name)]
public sealed class FactStoreTests(DistrictFixture servers) : IAsyncLifetime
{
    private static readonly JournalId Journal = new("estate-1", "00112233445566aa");
    private static readonly DateTime At = new(2026, 3, 31, 23, 30, 0, DateTimeKind.Utc);

    private readonly FakeTimeProvider _time = new(new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));
    private NpgsqlDataSource _source = null!;

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

    [Fact]
    public async Task A_fact_is_read_back_as_it_was_written()
    {
        await TakeAsync(Span(0, 7, Fact(5) with { Body = """{"fill":0.25,"grams":500,"hot":true,"category":"wet"}""" }));
        await using var command = _source.CreateCommand(
            "SELECT site, epoch, n, at, received_at, device, slice, type, body->>'fill', (body->>'grams')::int, tableoid::regclass::text "
                + "FROM fact");
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await row.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("estate-1", "00112233445566aa", 5L), (row.GetString(0), row.GetString(1), row.GetInt64(2)));
        // March in UTC, April where the server stands: the month's bounds have their zone.
        Assert.Equal((At, At.AddSeconds(2)), (row.GetDateTime(3), row.GetDateTime(4)));
        Assert.StartsWith("fact_2026_03_", row.GetString(10), StringComparison.Ordinal);
        Assert.Equal(("bins/station-1", "bins", "deposited"), (row.GetString(5), row.GetString(6), row.GetString(7)));
        Assert.Equal(("0.25", 500), (row.GetString(8), row.GetInt32(9)));
    }

    [Fact]
    public async Task What_comes_again_is_there_once()
    {
        Assert.Equal([(SpanResult.Stored, 3)], await TakeAsync(Span(0, 3, Fact(1), Fact(3))));
        Assert.Equal([(SpanResult.Repeated, 3), (SpanResult.Stored, 6)],
            await TakeAsync(Span(0, 3, Fact(1), Fact(3)), Span(0, 6, Fact(1), Fact(3), Fact(4))));
        Assert.Equal([1, 3, 4], await NumbersAsync());
    }

    [Fact]
    public async Task Nothing_is_taken_behind_a_gap()
    {
        Assert.Equal([(SpanResult.Gap, 0)], await TakeAsync(Span(3, 6, Fact(5))));
        Assert.Empty(await NumbersAsync());
        Assert.Equal([(SpanResult.Stored, 3), (SpanResult.Stored, 6)], await TakeAsync(Span(0, 3, Fact(2)), Span(3, 6, Fact(5))));
    }

    [Fact]
    public async Task A_fact_the_database_refuses_is_set_aside_alone()
    {
        var other = new FactSpan(new("estate-2", Journal.Epoch), 0, 1, [Fact(1)]);
        await TakeAsync(Span(0, 9, Fact(1), Fact(2), Fact(3) with { Body = """{"a":"\ud800"}""" }, Fact(4)), other);
        Assert.Equal([1, 1, 2, 4], await NumbersAsync());
        Assert.Equal([3], await NumbersAsync("set_aside"));
        Assert.Equal([(SpanResult.Stored, 10)], await TakeAsync(Span(9, 10)));
        Assert.Equal([1], await NumbersAsync("refusal", "count"));
    }

    [Fact]
    public async Task A_flood_of_bad_facts_is_counted_and_not_kept_without_end()
    {
        var bad = Enumerable.Range(1, SetAsideRows.Kept + 5).Select(n => new BadFact(n, "body: an object", "{}")).ToList();
        await TakeAsync(Span(0, bad.Count) with { Bad = bad });
        Assert.Equal(SetAsideRows.Kept, (await NumbersAsync("set_aside")).Count);
        Assert.Equal([bad.Count], await NumbersAsync("refusal", "count"));
    }

    [Fact]
    public async Task A_journal_that_begins_again_is_another()
    {
        await TakeAsync(Span(0, 2, Fact(1), Fact(2)));
        await TakeAsync(new FactSpan(Journal with { Epoch = "ffff000011112222" }, 0, 1, [Fact(1)]));
        Assert.Equal([1, 1, 2], await NumbersAsync());
    }

    [Fact]
    public async Task A_clock_years_off_stops_nobody_and_comes_home_when_its_month_is_there()
    {
        await TakeAsync(Span(0, 3, Fact(1), Fact(2, At.AddMonths(9)), Fact(3, new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc))));
        Assert.Equal([2, 3], await NumbersAsync("fact_misdated"));
        _time.SetUtcNow(new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        await TakeAsync(Span(3, 4, Fact(4, At.AddMonths(9))));
        Assert.Equal([3], await NumbersAsync("fact_misdated"));
        Assert.Equal([1, 2, 3, 4], await NumbersAsync());
    }

    [Fact]
    public async Task Two_workers_with_the_same_spans_store_them_once()
    {
        var spans = Enumerable.Range(0, 40)
            .Select(i => Span(i * 10, (i + 1) * 10, [.. Enumerable.Range((i * 10) + 1, 10).Select(n => Fact(n))]));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            foreach (var span in spans)
                await TakeAsync(span);
        }));
        Assert.Equal(Enumerable.Range(1, 400).Select(n => (long)n), await NumbersAsync());
    }

    [Fact]
    public async Task A_database_newer_than_the_program_is_refused()
    {
        await using var command = _source.CreateCommand($"INSERT INTO schema_version VALUES({Migrations.Newest + 1})");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Migrations.RunAsync(_source, CancellationToken.None));
        Assert.Contains("upgrade", refused.Message, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<(SpanResult, int)>> TakeAsync(params FactSpan[] spans) =>
        (await new FactStore(_source, new Partitions(_source, _time)).TakeAsync(spans, CancellationToken.None))
            .Select(one => (one.Result, (int)one.Position));

    private async Task<IReadOnlyList<long>> NumbersAsync(string table = "fact", string column = "n")
    {
        var numbers = new List<long>();
        await using var command = _source.CreateCommand($"SELECT {column} FROM {table} ORDER BY {column}");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            numbers.Add(rows.GetInt64(0));
        return numbers;
    }

    private static FactSpan Span(long after, long last, params SpanFact[] facts) => new(Journal, after, last, facts);

    private static SpanFact Fact(long n, DateTime? at = null) =>
        new(n, at ?? At, (at ?? At).AddSeconds(2), "bins/station-1", "bins", "deposited") { Body = "{}" };
}
