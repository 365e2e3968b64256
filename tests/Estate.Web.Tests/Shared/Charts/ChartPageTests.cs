using System.Globalization;
using System.Text.Json;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Shared.Charts;

/// <summary>Charts as a browser shows them that stands in New York, while the estate is in Shanghai.</summary>
public sealed class ChartPageTests : ChromiumFixture
{
    private const string NewYork = "America/New_York";
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    [Fact]
    public async Task Curves_have_units_a_legend_the_estates_time_gaps_and_no_future()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        foreach (var minutes in Enumerable.Range(0, 36).Select(number => 5 * number).Where(minutes => minutes is < 60 or > 120))
            foreach (var category in new[] { "wet", "residual" })
                gateway.Services.GetRequiredService<Rollups>().Add(new(
                    "bin", now - Duration.FromMinutes(minutes), [("station", "station-1"), ("category", category)], [("fill", 0.24)]));
        var page = await LoggedInAsync(gateway, Role.Engineer);
        await page.GotoAsync(gateway.Url + "/staff/devices/bins/station-1?lang=en");
        var chart = page.Locator("#bin-fill-1");
        Assert.Equal("Fill (%)", await chart.Locator("figcaption").InnerTextAsync());
        Assert.Equal("Wet Residual", await WordsAsync(chart.Locator(".legend")));
        Assert.Contains("100 %", await chart.Locator("svg.picture").TextContentAsync(), StringComparison.Ordinal);
        var paths = await chart.Locator("path.curve[d*='L']").EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('d'))");
        Assert.All(paths, path => Assert.Equal(2, path.Count(letter => letter == 'M')));
        Assert.Equal(2, paths.Length);
        var rows = await RowsAsync(chart);
        var last = now.InZone(Shanghai).LocalDateTime;
        Assert.Contains(
            rows[^1][0], new[] { last, last.PlusMinutes(10) }.Select(at =>
                at.ToString("MM-dd HH:", CultureInfo.InvariantCulture) + $"{at.Minute / 10}0"));
        Assert.Equal(["24", "24"], rows[^2].Skip(1));
        Assert.Contains(rows, row => row[1] == "–");
        Assert.Equal(144, rows.Count);
        await page.GotoAsync(gateway.Url + "/staff/devices/parking/p01?lang=en");
        Assert.Contains("Nothing was measured", await page.InnerTextAsync("#history"), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task A_charger_shows_the_session_that_is_on_and_says_when_there_is_nothing_yet()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var board = await gateway.ChargerAsync();
        var page = await LoggedInAsync(gateway, Role.Staff);
        await page.Clock.InstallAsync();
        await page.GotoAsync(gateway.Url + "/staff/chargers/c01?lang=en");
        Assert.Equal("Nobody has charged yet", await page.InnerTextAsync("#energy .nothing"));
        Assert.Equal(1, await page.Locator("figure").CountAsync());
        await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/sockets/3/start", "desk", """{"household":"h1","minutes":60}""");
        await page.ReloadAsync();
        Assert.Equal("It has just begun, no data yet", await page.InnerTextAsync("#power-3 .nothing"));
        Assert.Equal(2, await page.Locator("figure").CountAsync());
        board.Sockets[2].Bike = new(960, 180, 0.2);
        // What is typed stays while the picture comes anew.
        await page.FillAsync("#reason-3", "fire lane");
        await Eventually.UntilAsync(async () =>
        {
            board.Step(1);
            board.Report();
            await page.Clock.FastForwardAsync(16_000);
            return await page.Locator("#power-3 path.curve").CountAsync();
        }, count => count == 1);
        Assert.Equal("fire lane", await page.InputValueAsync("#reason-3"));
        await page.ReloadAsync();
        Assert.Equal("Power (W)", await page.InnerTextAsync("#power-3 figcaption"));
        var here = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        Assert.All(await RowsAsync(page.Locator("#power-3")), row => Assert.True(
            string.CompareOrdinal(row[0], here.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture)) <= 0, row[0]));
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task Each_chart_has_a_table_a_file_of_the_same_and_a_print()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 300);
        foreach (var card in RunningGateway.BikeCards.Take(5))
            station.Deposit(station.Tap(card), "residual", 500);
        station.Telemetry("fill", """{"category":"wet","fill":0.5}""");
        station.Telemetry("climate", """{"temperature_c":75}""");
        await Eventually.UntilAsync(() => gateway.BalanceAsync("b4"), balance => balance == 5);
        await gateway.ChargerAsync();
        await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/sockets/1/start", "desk", """{"household":"h1","minutes":60}""");
        await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/sockets/1/stop", "desk", """{"reason":"test"}""");
        await PollAsync(gateway);
        await Eventually.UntilAsync(async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetRawText(), text =>
            text.Contains("hot", StringComparison.Ordinal));
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Engineer, Role.Committee);
        var page = await LoggedInAsync(gateway, Role.Staff, "everybody");
        var files = new HashSet<string>();
        foreach (var path in new[] { "/points", "/sorting", "/polls", "/parking", "/staff/alerts/load", "/staff/chargers",
            "/staff/chargers/c01", "/gates/s-gate", "/staff/devices/bins/station-1" })
        {
            await page.GotoAsync($"{gateway.Url}{path}?lang=en");
            foreach (var chart in await page.Locator("figure.chart:has(svg.picture)").AllAsync())
                files.Add(await FileOfAsync(page, chart));
        }
        Assert.Superset(
            new HashSet<string>
            {
                "/points/weeks.csv", "/sorting/participation.csv", "/sorting/wet-share.csv", "/sorting/collections.csv",
                "/polls/poll-1/turnout.csv", "/staff/alerts/weeks.csv",
            }, files);
        Assert.Empty(Errors);
    }

    /// <summary>Compares the table with the file, and with what is printed.</summary>
    private static async Task<string> FileOfAsync(IPage page, ILocator chart)
    {
        var href = (await chart.Locator("a[href*='.csv']").GetAttributeAsync("href"))!;
        string before, file;
        string[] lines;
        do
        {
            // Ten minutes may end, or a measurement come, between the table and the file.
            before = await AskAsync();
            await page.ReloadAsync();
            var heads = await chart.Locator("thead th").EvaluateAllAsync<string[]>("all => all.map(one => one.textContent)");
            lines = [string.Join(',', heads), .. (await RowsAsync(chart)).Select(row =>
                string.Join(',', row.Select(cell => cell == "–" ? "" : cell)))];
            file = await AskAsync();
        }
        while (file != before);
        Assert.Equal(lines, file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await chart.Locator("svg.picture").IsVisibleAsync());
        Assert.True(await chart.Locator("tbody tr").First.IsVisibleAsync());
        Assert.False(await page.Locator("header.bar").IsVisibleAsync());
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        Assert.False(await chart.Locator("tbody tr").First.IsVisibleAsync());
        return href.Split('?')[0];

        Task<string> AskAsync() => page.EvaluateAsync<string>("async where => await (await fetch(where)).text()", href);
    }

    private static async Task PollAsync(RunningGateway gateway)
    {
        var now = TimeProvider.System.GetUtcNow().AddHours(8).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
        await gateway.AskAsync(
            HttpMethod.Post, "/api/polls", "chair",
            """{"title":"Close at 22:00?","options":["yes","no"],"opens":"NOW","closes":"SOONT00:00","quorum":1}""".Replace(
                "NOW", now, StringComparison.Ordinal));
        await gateway.AskAsync(HttpMethod.Post, "/api/polls/poll-1/approve", "secretary");
    }

    private static async Task<IReadOnlyList<string[]>> RowsAsync(ILocator chart) => JsonSerializer.Deserialize<List<string[]>>(
        await chart.EvaluateAsync<string>(
            "one => JSON.stringify([...one.querySelectorAll('tbody tr')].map(row => [...row.children].map(cell => cell.textContent)))"))!;

    private static async Task<string> WordsAsync(ILocator place) =>
        string.Join(' ', (await place.InnerTextAsync()).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private async Task<IPage> LoggedInAsync(RunningGateway gateway, Role role, string? name = null)
    {
        name ??= WireName.Of(role);
        await gateway.PersonAsync(name, role);
        var page = await OpenAsync(gateway.Url + "/login?lang=en", zone: NewYork);
        await LogInAsync(page, name);
        await page.WaitForSelectorAsync("nav a[href='/me']");
        return page;
    }
}
