using Estate.Domain.People;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>
/// Every page there is, in both languages and both modes, looked at by axe-core (WCAG 2.2 AA), measured on two phones and a desk, and
/// for the elder mode; in the dark only its colours are others. With ESTATE_SCREENSHOTS set to a folder, each is photographed there.
/// </summary>
public sealed class PageWalkTests : ChromiumFixture
{
    private static readonly string[] Open =
        ["/", "/login", "/join", "/help", "/parking", "/chargers", "/polls", "/notices", "/projects", "/wishes", "/funds"];

    private static readonly string? Photos = Environment.GetEnvironmentVariable("ESTATE_SCREENSHOTS");

    [Theory]
    [InlineData("zh", false, ColorScheme.Light)]
    [InlineData("en", false, ColorScheme.Light)]
    [InlineData("zh", true, ColorScheme.Light)]
    [InlineData("en", true, ColorScheme.Light)]
    [InlineData("zh", false, ColorScheme.Dark)]
    [InlineData("en", true, ColorScheme.Dark)]
    public async Task Every_page_can_be_used_and_is_drawn_as_it_should_be(string language, bool isElder, ColorScheme colours)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee, Role.Engineer, Role.Administrator);
        await gateway.PersonAsync("wang", Role.Staff);
        var samples = await LivedInEstate.LiveALittleAsync(gateway);
        var page = await OpenAsync($"{gateway.Url}/?lang={language}&elder={(isElder ? 22 : 0)}");
        await Axe.AddToAsync(page);
        await page.EmulateMediaAsync(new() { ColorScheme = colours });
        var look = new Look(gateway.Url, $"{language}{(isElder ? "-elder" : "")}", isElder, colours == ColorScheme.Dark);
        var trouble = new List<string>();
        foreach (var path in Open)
            trouble.AddRange(await ProblemsOnAsync(page, look, path, "-out"));
        await page.GotoAsync(gateway.Url + "/login");
        await LogInAsync(page, "wang");
        await IsAtAsync(page, "/staff/alerts");
        trouble.AddRange(await ProblemsOnAsync(page, look, "/staff/alerts", "-staff"));
        await page.GotoAsync(gateway.Url + "/me");
        await page.ClickAsync("form[action='/logout'] button");
        await page.GotoAsync(gateway.Url + "/login");
        await LogInAsync(page, "everybody");
        await IsAtAsync(page, "/staff/alerts");
        foreach (var path in SitePages.Pages(gateway).Select(pattern => SitePages.Filled(pattern, samples)).Order(StringComparer.Ordinal))
            trouble.AddRange(await ProblemsOnAsync(page, look, path, ""));
        Assert.True(trouble.Count == 0, string.Join('\n', trouble));
    }

    private static async Task<IEnumerable<string>> ProblemsOnAsync(IPage page, Look look, string path, string who)
    {
        var answer = await page.GotoAsync(look.Url + path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        var mode = $"{look.Mode}{(look.IsDark ? "-dark" : "")}{who}";
        if (Photos is not null)
            await page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(Photos, $"{(path == "/" ? "home" : path.Trim('/').Replace('/', '_'))}.{mode}.png"),
                    FullPage = true
                });
        IEnumerable<string> found = answer!.Ok ? [] : [$"answered {answer.Status}"];
        if (look.IsDark)
            return found.Concat(await Axe.ContrastsAsync(page)).Select(one => $"{mode} {path} {one}");
        var small = look.IsElder ? await page.EvaluateAsync<string[]>(TooSmall) : [];
        return found.Concat(await Axe.ViolationsAsync(page)).Concat(small).Concat(await Drawing.ProblemsAsync(page))
            .Select(one => $"{mode} {path} {one}");
    }

    private sealed record Look(string Url, string Mode, bool IsElder, bool IsDark);

    /// <summary>Text under 18 px, targets under 60 px that do not stand within a sentence, lines closer than 1.3.</summary>
    private const string TooSmall =
        """
        () => [...document.querySelectorAll('body *')].filter(one =>
            one.checkVisibility({ visibilityProperty: true }) && !one.closest('svg, .skip, .unseen')).flatMap(one => {
          const style = getComputedStyle(one), found = [], own = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
          if (own && parseFloat(style.fontSize) < 18) found.push(`text of ${style.fontSize}`);
          if (own && parseFloat(style.lineHeight) / parseFloat(style.fontSize) < 1.29) found.push(
              `lines ${style.lineHeight} at ${style.fontSize}`);
          const height = one.getBoundingClientRect().height;
          if (one.matches('button, nav a, .button, input:not([type=hidden]):not([type=checkbox]):not([type=radio]),'
            + 'select, summary, td > a, .tile h2 > a') && height < 59.5) found.push(`target ${height} px high`);
          return found.map(what => `${what}: ${one.outerHTML.slice(0, 120)}`);
        })
        """;

    internal const string Tools = "pages";

    protected override bool IsTraced => false;
}
