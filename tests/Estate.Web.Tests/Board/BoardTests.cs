using System.Globalization;
using System.Net;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Board;

/// <summary>The lobby's screen: what it shows, from how far it is read, and what it does without the gateway.</summary>
public sealed class BoardTests(ITestOutputHelper output) : ChromiumFixture
{
    private const double Smallest = 6.5;
    private const int Heaviest = 120_000;
    private static readonly string Long = string.Concat(Enumerable.Repeat("明天上午九点到十一点停水请提前储水", 20));

    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(1366, 768)]
    [InlineData(1080, 1920)]
    public async Task Every_panel_is_read_from_five_metres_and_fits_the_screen(int width, int height)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await LiveAsync(gateway);
        var page = await OpenAsync(gateway.Url + "/board");
        await page.SetViewportSizeAsync(width, height);
        await Axe.AddToAsync(page);
        var (titles, trouble, smallest) = (new List<string>(), new List<string>(), 100.0);
        for (var number = 1; number <= 10; number++)
        {
            await page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"{gateway.Url}/board?page={number}"));
            var title = (await page.InnerTextAsync("h1")).ReplaceLineEndings(" ");
            if (titles.Contains(title))
                break;
            titles.Add(title);
            smallest = Math.Min(smallest, await page.EvaluateAsync<double>(SmallestLetter));
            trouble.AddRange((await page.EvaluateAsync<string[]>(Trouble)).Concat(await Axe.ViolationsAsync(page))
                .Select(one => $"{title}: {one}"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{width} x {height}: {smallest:0.00} vmin of {titles.Count} panels"));
        Assert.Empty(trouble);
        Assert.True(smallest >= Smallest - 0.01, $"letters of {smallest} vmin");
        Assert.Equal(
            ["停车空位 Free bays", "垃圾投放 Bringing waste", "谢谢您分类 Thank you for sorting", "手机上也能看 On your phone"],
            titles.Where(title => !title.Contains('…', StringComparison.Ordinal) && !title.Contains("大门", StringComparison.Ordinal)));
        Assert.Equal(2, titles.Count(title => title.StartsWith("大门", StringComparison.Ordinal)));
        Assert.Single(titles, title => title.Contains('…', StringComparison.Ordinal));
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task It_turns_by_itself_and_goes_on_without_the_gateway_and_says_so()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var page = await OpenAsync(gateway.Url + "/board");
        await page.Clock.InstallAsync();
        await page.ReloadAsync();
        var first = await page.InnerTextAsync("h1");
        var shown = new List<string>();
        do
        {
            var before = shown.LastOrDefault() ?? first;
            await page.Clock.RunForAsync(10_000);
            shown.Add(await Eventually.UntilAsync(() => page.InnerTextAsync("h1"), text => text != before));
        }
        while (shown[^1] != first);
        Assert.True(await page.Locator("#away").IsHiddenAsync());
        await gateway.StopGatewayAsync();
        await UntilAwayIsAsync(page, isHidden: false);
        Assert.Contains("No connection: as of", await page.InnerTextAsync("#away"), StringComparison.Ordinal);
        var turned = new HashSet<string>();
        await Eventually.UntilAsync(
            async () =>
            {
                await page.Clock.RunForAsync(10_000);
                turned.Add(await page.InnerTextAsync("h1"));
                return turned.Count;
            },
            count => count == shown.Distinct().Count());
        await gateway.StartGatewayAsync();
        await UntilAwayIsAsync(page, isHidden: true);
    }

    [Fact]
    public async Task It_is_light_tells_nothing_of_few_households_and_sends_a_browser_without_scripts_on()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 432);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        using var browser = gateway.NewBrowser();
        var (weight, html) = (0L, "");
        var panels = Enumerable.Range(1, 8).Select(page => string.Create(CultureInfo.InvariantCulture, $"/board?page={page}"));
        foreach (var path in panels.Concat(["/board.css", "/board.js", "/icon.svg", "/board"]))
        {
            html = await browser.GetStringAsync(new Uri(path, UriKind.Relative));
            weight += html.Length;
            Assert.DoesNotContain("Thank you", html, StringComparison.Ordinal);
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{weight} characters with style and script, not compressed"));
        Assert.InRange(weight, 1, Heaviest);
        Assert.Contains("""<noscript><meta http-equiv="refresh" content="10; url=/board?page=2""", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(new Uri("/board?page=0", UriKind.Relative))).StatusCode);
    }

    private static Task<bool> UntilAwayIsAsync(IPage page, bool isHidden) => Eventually.UntilAsync(
        async () =>
        {
            await page.Clock.RunForAsync(10_000);
            return await page.Locator("#away").IsHiddenAsync();
        },
        hidden => hidden == isHidden);

    /// <summary>Five households, and a notice that is too long for a screen.</summary>
    private static async Task LiveAsync(RunningGateway gateway)
    {
        await gateway.BaysAsync();
        var station = await gateway.StationAsync();
        foreach (var card in RunningGateway.BikeCards.Take(5))
            station.Deposit(station.Tap(card), "wet", 432);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("b4"), balance => balance == 5);
        await gateway.AskAsync(
            HttpMethod.Post, "/api/notices", "chair",
            $$"""
            {"title":"{{Long[..100]}}","text":"{{Long}}","until":"SOONT00:00",
             "title_en":"{{new string('W', 60)}} and more","text_en":"No water from nine to eleven {{Long}}"}
            """);
        await Eventually.UntilAsync(() => gateway.GetAsync("/board?page=1"), html =>
            WebUtility.HtmlDecode(html).Contains("停车空位", StringComparison.Ordinal));
    }

    private const string SmallestLetter =
        """
        () => Math.min(...[...document.querySelectorAll('body *')]
          .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())
            && one.checkVisibility() && !one.closest('svg'))
          .map(one => 100 * parseFloat(getComputedStyle(one).fontSize) / Math.min(innerWidth, innerHeight)))
        """;

    private const string Trouble =
        """
        () => {
          const found = [], board = document.getElementById('board');
          for (const one of [...board.children, ...board.querySelectorAll('span')]) {
            const box = one.getBoundingClientRect();
            if (box.top < -1 || box.left < -1 || box.bottom > innerHeight + 1 || box.right > innerWidth + 1)
              found.push(`outside: ${one.className} ${one.textContent.slice(0, 30)} ${Math.round(box.bottom)}`);
          }
          const boxes = [...board.children].map(one => [one.className || one.tagName, one.getBoundingClientRect()]);
          for (let i = 0; i < boxes.length; i++)
            for (let j = i + 1; j < boxes.length; j++) {
              const [a, one] = boxes[i], [b, other] = boxes[j];
              if (a !== 'name' && b !== 'clock' && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2
                && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2) found.push(`${a} lies over ${b}`);
            }
          return found;
        }
        """;
}
