using System.Net;
using System.Text.Json.Nodes;
using Estate.District.Accounts;
using Xunit;

namespace Estate.District.Tests.Pages;

/// <summary>What pages, tables and the API say.</summary>
[Collection(DistrictCollection.Name)]
public sealed class ReportTests(DistrictFixture servers) : IAsyncLifetime
{
    private const int Many = 1_000;

    private ServedDistrict _district = null!;

    public async ValueTask InitializeAsync() => _district = await ServedDistrict.StartAsync(
        servers, [ServedDistrict.Estate("north", "河东"), ServedDistrict.Estate("south", "河东"), ServedDistrict.Estate("west", "河西")]);

    public async ValueTask DisposeAsync()
    {
        if (_district is not null)
            await _district.DisposeAsync();
    }

    [Fact]
    public async Task The_wet_share_of_estates_and_streets_is_what_was_weighed()
    {
        await DayAsync("north", households: 40, wet: 600, residual: 400);
        await DayAsync("south", households: 10, wet: 100, residual: 900);
        var browser = await _district.BrowserOfAsync("wang", Level.District, "示范区");
        Assert.Equal(["60", "10", null], await LastWeekAsync(browser, "/api/compare?question=wet&weeks=1"));
        Assert.Equal(["35", null], await LastWeekAsync(browser, "/api/compare?question=wet&by=street&weeks=1"));
        Assert.Equal(["40", "10", null], await LastWeekAsync(browser, "/api/compare?question=participation&weeks=1"));
        Assert.Contains("60.0 %", await browser.GetStringAsync("/estates/north"), StringComparison.Ordinal);
        Assert.Contains("参与率", await browser.GetStringAsync("/estates/north?lang=zh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_said_of_fewer_than_five_households_and_nothing_can_be_subtracted()
    {
        await DayAsync("north", households: 40, wet: 600, residual: 400);
        await DayAsync("south", households: 4, wet: 77_123, residual: 88_456);
        var browser = await _district.BrowserOfAsync("wang", Level.District, "示范区");
        Assert.Equal(["60", null, null], await LastWeekAsync(browser, "/api/compare?question=wet&weeks=1"));
        Assert.Equal(["60", null], await LastWeekAsync(browser, "/api/compare?question=wet&by=street&weeks=1"));
        Assert.Equal(["40", null], await LastWeekAsync(browser, "/api/compare?question=participation&by=street&weeks=1"));
        var day = JsonNode.Parse(await browser.GetStringAsync("/api/estates/south"))!["days"]![0]!;
        Assert.Equal([null, null, null, null], new[] { "households", "participation", "wet_share", "awards" }.Select(name => day[name]));
        foreach (var page in new[] { "/estates/south", "/estates/south/days.csv" })
            Assert.DoesNotContain("46.6 %", await browser.GetStringAsync(page), StringComparison.Ordinal);
        await _district.RunAsync("UPDATE rollup_day SET count = 5 WHERE what = 'household' AND site = 'south'");
        Assert.Contains("46.6 %", await browser.GetStringAsync("/estates/south"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_needs_somebody_stands_first()
    {
        await _district.RunAsync(
            """
            INSERT INTO position(site, epoch, n) VALUES('north', '00', 1), ('west', '00', 1);
            INSERT INTO alert_now(site, alert, device, severity, raised_at)
                VALUES('west', 'a', 'charger/c1', 'high', now() - interval '5 minutes');
            INSERT INTO device_now(site, device, silent_at) VALUES('north', 'bins/s1', now());
            """);
        var browser = await _district.BrowserOfAsync("wang", Level.District, "示范区");
        var estates = JsonNode.Parse(await browser.GetStringAsync("/api/estates"))!.AsArray();
        Assert.Equal(
            ["west alarm", "south unheard", "north look"], estates.Select(one => $"{one!["site"]} {one["attention"]}"));
        var page = await browser.GetStringAsync("/estates/west");
        Assert.Contains("charger/c1", page, StringComparison.Ordinal);
        Assert.Contains("nobody has it", page, StringComparison.Ordinal);
        await _district.RunAsync("UPDATE alert_now SET acknowledged_at = now()");
        Assert.Contains("west look", JsonNode.Parse(await browser.GetStringAsync("/api/estates"))!.AsArray()
            .Select(one => $"{one!["site"]} {one["attention"]}"));
    }

    [Fact]
    public async Task Bays_of_which_nobody_knows_are_not_shown_as_taken_or_free()
    {
        await _district.RunAsync(
            """
            INSERT INTO rollup_hour VALUES('north', date_trunc('hour', now()), 'free/lot/a', 2, 20),
                ('north', date_trunc('hour', now()), 'free/lot/b', 4, 8), ('north', date_trunc('hour', now()), 'doubtful/lot/b', 4, 400)
            """);
        var browser = await _district.BrowserOfAsync("wang", Level.District, "示范区");
        var bays = JsonNode.Parse(await browser.GetStringAsync("/api/estates/north"))!["free_by_hour"]![0]!;
        Assert.Equal((12, 100), ((int)bays["free"]!, (int)bays["doubtful"]!));
        Assert.Contains("Not known", await browser.GetStringAsync("/estates/north"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/compare?question=salary")]
    [InlineData("/compare?weeks=0")]
    [InlineData("/compare.csv?weeks=many")]
    [InlineData("/api/compare?by=household")]
    [InlineData("/estates/north?days=1000000")]
    public async Task A_question_that_makes_no_sense_is_told_so(string address)
    {
        var browser = await _district.BrowserOfAsync("wang", Level.District, "示范区");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task A_page_of_a_thousand_estates_is_small()
    {
        await Estate.District.Estates.EstateRows.ReplaceAsync(
            _district.Source, [.. Enumerable.Range(0, Many).Select(i => ServedDistrict.Estate($"estate-{i}", $"街道{i % 20}"))],
            CancellationToken.None);
        await _district.RunAsync(
            $"""
            INSERT INTO position(site, epoch, n) SELECT 'estate-' || i, '00', 1 FROM generate_series(0, {Many - 1}) AS i;
            INSERT INTO rollup_day SELECT 'estate-' || i, current_date - d, what, 50, 100 FROM generate_series(0, {Many - 1}) AS i,
                generate_series(0, 60) AS d, unnest('{"{household,waste/wet,waste/residual,award/awarded,free/lot}"}'::text[]) AS what;
            ANALYZE;
            """);
        var browser = await _district.BrowserOfAsync("wang", Level.District, "示范区");
        foreach (var page in new[] { "/", "/?lang=zh", "/compare?by=street&lang=en", "/compare?weeks=4" })
        {
            await browser.GetStringAsync(page);
            var started = TimeProvider.System.GetTimestamp();
            var bytes = (await browser.GetByteArrayAsync(page)).Length;
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{page}: {bytes} bytes, {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:0} ms");
            Assert.InRange(bytes, 1_000, 100_000);
        }
    }

    private Task DayAsync(string site, int households, int wet, int residual) => _district.RunAsync(
        $"""
        INSERT INTO rollup_day SELECT '{site}', (now() AT TIME ZONE 'Asia/Shanghai')::date, what, count, amount FROM (VALUES
            ('household', {households}, 0), ('waste/wet', 3, {wet}), ('waste/residual', 3, {residual}), ('award/awarded', {households}, 9))
            AS one(what, count, amount)
        """);

    private static async Task<IReadOnlyList<string?>> LastWeekAsync(HttpClient browser, string address) =>
        [.. JsonNode.Parse(await browser.GetStringAsync(address))!["rows"]!.AsArray()
            .Select(row => row!["weeks"]!.AsArray()[^1]?.ToString())];
}
