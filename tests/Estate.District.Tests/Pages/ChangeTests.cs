using System.Net;
using System.Text.Json.Nodes;
using Estate.District.Accounts;
using Xunit;

namespace Estate.District.Tests.Pages;

/// <summary>Before and after a day, trips by their reason, and the residents' say.</summary>
[Collection(DistrictCollection.Name)]
public sealed class ChangeTests(DistrictFixture servers) : IAsyncLifetime
{
    private ServedDistrict _district = null!;
    private HttpClient _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _district = await ServedDistrict.StartAsync(
            servers, [ServedDistrict.Estate("north", "河东"), ServedDistrict.Estate("south", "河东"), ServedDistrict.Estate("west", "河西")]);
        _browser = await _district.BrowserOfAsync("wang", Level.District, "示范区");
    }

    public async ValueTask DisposeAsync()
    {
        if (_district is not null)
            await _district.DisposeAsync();
    }

    [Fact]
    public async Task Where_sorting_fell_since_a_day_stands_first()
    {
        await SortingAsync("north", before: (600, 400), after: (500, 500), households: 40);
        await SortingAsync("south", before: (500, 500), after: (700, 300), households: 40);
        Assert.Equal(
            ["north 60 50 -10", "south 50 70 20", "west   "], await RowsAsync($"/api/change?question=wet&since={Ago(14)}&weeks=4"));
        Assert.Equal(["河东 55 60 5", "河西   "], await RowsAsync($"/api/change?question=wet&since={Ago(14)}&by=street"));
        var page = await _browser.GetStringAsync($"/change?question=wet&since={Ago(14)}");
        Assert.Contains("2 weeks before", page, StringComparison.Ordinal);
        Assert.Contains("−10.0", page, StringComparison.Ordinal);
        Assert.Contains(
            "north Estate,60.0,50.0,-10.0", await _browser.GetStringAsync($"/change.csv?since={Ago(14)}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_sides_have_as_many_days_and_the_day_itself_is_of_the_second()
    {
        foreach (var (days, count) in new[] { (29, 1_000), (28, 1), (15, 2), (14, 4), (1, 8), (0, 2_000) })
            await PutAsync("north", days, "silent/bins", count, 0);
        Assert.Contains("north 3 12 9", await RowsAsync($"/api/change?question=silence&since={Ago(14)}&weeks=2"));
    }

    [Fact]
    public async Task Days_with_too_few_households_are_on_neither_side()
    {
        await SortingAsync("north", before: (600, 400), after: (77_123, 88_456), households: 4);
        Assert.Equal(["north   ", "south   ", "west   "], await RowsAsync($"/api/change?question=wet&since={Ago(14)}"));
        Assert.DoesNotContain("46.", await _browser.GetStringAsync($"/change?question=wet&since={Ago(14)}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trips_are_told_by_their_reason()
    {
        await PutAsync("north", 0, "trip/smoke", 2, 0);
        await PutAsync("south", 0, "trip/smoke", 1, 0);
        await PutAsync("west", 0, "trip/tamper", 50, 0);
        var rows = JsonNode.Parse(await _browser.GetStringAsync("/api/compare?question=trips&by=reason&weeks=2"))!["rows"]!.AsArray();
        var counts = rows.ToDictionary(row => (string)row!["id"]!, row => $"{row!["weeks"]![0]?.ToString() ?? "null"} {row["weeks"]![1]}");
        Assert.Equal((8, "null 3", "null 0"), (counts.Count, counts["smoke"], counts["over_temperature"]));
        Assert.Contains("<svg", await _browser.GetStringAsync("/compare?question=trips&by=reason"), StringComparison.Ordinal);
        Assert.Contains("Smoke: 2", await _browser.GetStringAsync("/estates/north"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.GetAsync("/compare?question=wet&by=reason")).StatusCode);
    }

    [Fact]
    public async Task What_households_said_is_a_share_of_those_that_were_asked()
    {
        await PutAsync("north", 0, "poll/turnout", 1, 40);
        await PutAsync("north", 0, "poll/households", 1, 100);
        await PutAsync("north", 0, "poll/graded", 1, 40);
        await PutAsync("north", 0, "poll/satisfied", 1, 30);
        var page = await _browser.GetStringAsync("/estates/north");
        Assert.Contains("turnout 40.0 %, satisfied with a project 75.0 %", page, StringComparison.Ordinal);
        Assert.Contains("75", await _browser.GetStringAsync("/api/compare?question=satisfaction&weeks=1"), StringComparison.Ordinal);
        Assert.Contains("40", await _browser.GetStringAsync("/api/compare?question=turnout&weeks=1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/change?question=salary")]
    [InlineData("/change?by=reason")]
    [InlineData("/change?weeks=27")]
    [InlineData("/change?since=yesterday")]
    [InlineData("/change.csv?since=2019-12-31")]
    [InlineData("/api/change?since=2999-01-01")]
    public async Task A_question_that_makes_no_sense_is_told_so(string address) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.GetAsync(address)).StatusCode);

    [Fact]
    public async Task The_map_has_each_street_and_behind_it_its_estates()
    {
        await Estate.District.Estates.EstateRows.ReplaceAsync(
            _district.Source,
            [ServedDistrict.Estate("north", "河东", at: (31.2, 121.5)), ServedDistrict.Estate("west", "河西", at: (31.3, 121.4))],
            CancellationToken.None);
        var streets = await _browser.GetStringAsync("/map");
        Assert.Contains("href=\"/map?street=%E6%B2%B3%E4%B8%9C\"", streets, StringComparison.Ordinal);
        Assert.DoesNotContain("/estates/north", streets, StringComparison.Ordinal);
        Assert.Contains("WGS-84", streets, StringComparison.Ordinal);
        Assert.Contains("href=\"/estates/north\"", await _browser.GetStringAsync("/map?street=河东"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync("/map?street=nowhere")).StatusCode);
    }

    private async Task SortingAsync(string site, (int Wet, int Residual) before, (int Wet, int Residual) after, int households)
    {
        foreach (var (days, (wet, residual)) in new[] { (20, before), (5, after) })
        {
            await PutAsync(site, days, "household", households, 0);
            await PutAsync(site, days, "waste/wet", 1, wet);
            await PutAsync(site, days, "waste/residual", 1, residual);
        }
    }

    private Task PutAsync(string site, int daysAgo, string what, int count, int amount) => _district.RunAsync(
        $"INSERT INTO rollup_day VALUES('{site}', (now() AT TIME ZONE 'Asia/Shanghai')::date - {daysAgo}, '{what}', {count}, {amount})");

    private static string Ago(int days) => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).AddDays(-days)
        .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<string>> RowsAsync(string address) =>
        [.. JsonNode.Parse(await _browser.GetStringAsync(address))!["rows"]!.AsArray()
            .Select(row => $"{row!["id"]} {row["before"]} {row["after"]} {row["change"]}")];
}
