using System.Text.RegularExpressions;
using Estate.District.Accounts;
using Estate.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace Estate.District.Tests.Pages;

/// <summary>Pages in a real browser: what only it knows of cookies, and what axe finds.</summary>
[Collection(DistrictCollection.Name)]
public sealed class BrowserTests(DistrictFixture servers) : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium-headless-shell";

    private static readonly string[] Addresses =
        ["/", "/map", "/map?street=河东", "/compare", "/compare?question=trips&by=reason", "/change", "/proposals", "/estates/north"];

    private TestProvider _provider = null!;
    private ServedDistrict _district = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        DistrictFixture.Require();
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed; ./estate test installs it");
        _provider = await TestProvider.StartAsync();
        _district = await ServedDistrict.StartAsync(
            servers,
            [ServedDistrict.Estate("north", "河东", at: (31.3, 121.5)), ServedDistrict.Estate("south", "河东", at: (31.2, 121.5)),
                ServedDistrict.Estate("west", "河西", at: (31.2, 121.4))], _provider.Settings);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_district is not null)
            await _district.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Without_scripts_the_way_to_the_provider_leads_in_and_the_way_out_leads_out()
    {
        var page = await (await _browser.NewContextAsync(new() { JavaScriptEnabled = false, Locale = "en-US" })).NewPageAsync();
        await page.GotoAsync(_district.Address + "/compare");
        await page.ClickAsync("text=Log in with your organisation's account");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/compare$"));
        await page.ClickAsync("nav a[href='/map']");
        await Assertions.Expect(page.Locator("main svg a")).ToHaveCountAsync(2);
        await page.ClickAsync("text=Log out");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/login$"));
        await page.GotoAsync(_district.Address + "/");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/login"));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Pages_are_as_accessible_as_can_be_checked_and_fit_a_phone(string language)
    {
        await _district.RunAsync(
            """
            INSERT INTO rollup_day SELECT site, (now() AT TIME ZONE 'Asia/Shanghai')::date - back, what, count, amount
                FROM estate, generate_series(0, 20) AS back, (VALUES
                    ('household', 40, 0), ('waste/wet', 3, 600), ('waste/residual', 3, 400), ('trip/smoke', 2, 0), ('trip/leakage', 1, 0))
                    AS one(what, count, amount);
            INSERT INTO alert_now(site, alert, device, severity, raised_at) VALUES('north', 'a', 'charger/c1', 'high', now());
            INSERT INTO position(site, epoch, n) VALUES('south', '00', 1);
            INSERT INTO refusal(site, reason, count, detail) SELECT site, 'set_aside', 2, 'body: an object' FROM estate;
            INSERT INTO set_aside(site, epoch, n, reason, raw) VALUES('north', '00112233445566aa', 4711, 'body: an object', '{}');
            """);
        await _district.PutAsync("wang", Level.District, "示范区");
        var page = await (await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 360, Height = 800 } })).NewPageAsync();
        await page.AddInitScriptAsync(
            scriptPath: Path.Combine(await NodeTools.InstallAsync("pages"), "node_modules", "axe-core", "axe.min.js"));
        await page.GotoAsync(_district.Address + "/login?lang=" + language);
        var wrong = new List<string>(await WrongAsync(page));
        await page.FillAsync("#name", "wang");
        await page.FillAsync("#password", ServedDistrict.Password);
        await page.ClickAsync("main form button");
        foreach (var address in Addresses)
        {
            await page.GotoAsync(_district.Address + address);
            wrong.AddRange(await WrongAsync(page));
        }
        if (Environment.GetEnvironmentVariable("ESTATE_TEST_RESULTS") is { } results)
            foreach (var (address, name) in new[] { ("/map", "map"), ("/estates/north", "estate") })
            {
                await page.GotoAsync(_district.Address + address);
                await page.ScreenshotAsync(new() { Path = Path.Combine(results, $"district-{name}-{language}.png"), FullPage = true });
            }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task<IEnumerable<string>> WrongAsync(IPage page)
    {
        var wrong = await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                resultTypes: ['violations'] })).violations
                .flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`))
                .concat(document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} wide`] : [])
            """);
        return wrong.Select(one => $"{new Uri(page.Url).PathAndQuery} {one}");
    }
}
