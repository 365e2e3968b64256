using Estate.District.Store;
using Estate.District.Wire;
using Npgsql;
using Xunit;

namespace Estate.District.Tests.Store;

[Collection(DistrictCollection.Name)]
public sealed class TwoComputersTests(DistrictFixture servers) : IAsyncLifetime
{
    private static readonly JournalId Old = new("estate-1", "00112233445566aa"), New = new("estate-1", "ffff000011112222");

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
    public async Task A_journal_that_goes_on_behind_its_successor_is_told_and_kept()
    {
        await TakeAsync(Old, 0, 2);
        await TakeAsync(New, 0, 1);
        await AgeAsync();
        await TakeAsync(new("estate-2", Old.Epoch), 0, 1);
        await TakeAsync(Old, 2, 3);
        Assert.Equal("estate-1 journal 00112233445566aa goes on beside ffff000011112222", await ToldAsync());
        Assert.Equal(5, await CountAsync());
    }

    [Fact]
    public async Task A_restored_gateway_is_one_computer()
    {
        await TakeAsync(Old, 0, 2);
        await TakeAsync(New, 0, 2);
        // What was still on its way; what is repeated; and the new one goes on.
        await TakeAsync(Old, 2, 3);
        await AgeAsync();
        await TakeAsync(Old, 0, 3);
        await TakeAsync(New, 2, 4);
        Assert.Equal("", await ToldAsync());
    }

    private async Task AgeAsync() => await RunAsync(
        "WITH aged AS (UPDATE position SET first_seen = first_seen - interval '2 minutes' RETURNING 1) SELECT max('') FROM aged");

    private Task<string> ToldAsync() => RunAsync(
        $"SELECT coalesce(string_agg(site || ' ' || detail, ', '), '') FROM refusal WHERE reason = '{TwoComputers.Reason}'");

    private async Task<int> CountAsync() => int.Parse(
        await RunAsync("SELECT count(*)::text FROM fact"), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> RunAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private async Task TakeAsync(JournalId journal, int after, int last) =>
        await new FactStore(_source, new Partitions(_source, TimeProvider.System)).TakeAsync(
            [new FactSpan(journal, after, last, [.. Enumerable.Range(after + 1, last - after).Select(n =>
            {
                var at = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
                return new SpanFact(n, at, at, "bins/s1", "bins", "deposited") { Body = "{}" };
            })])], CancellationToken.None);
}
