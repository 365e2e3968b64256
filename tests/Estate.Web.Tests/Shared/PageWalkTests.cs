using Estate.Domain.People;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>
/// Every page there is, in both languages and both modes, looked at by axe-core (WCAG 2.2 AA) and measured for the elder mode.
/// With ESTATE_SCREENSHOTS set to a folder, each is photographed there.
/// </summary>
public sealed class PageWalkTests : ChromiumFixture
{
    private static readonly string? Photos = Environment.GetEnvironmentVariable("ESTATE_SCREENSHOTS");

    [Theory]
    [InlineData("zh", false, ColorScheme.Light)]
    [InlineData("en", false, ColorScheme.Light)]
    [InlineData("zh", true, ColorScheme.Light)]
    [InlineData("en", true, ColorScheme.Light)]
    [InlineData("zh", false, ColorScheme.Dark)]
    [InlineData("en", true, ColorScheme.Dark)]
    public async Task No_page_has_accessibility_violations(string language, bool isElder, ColorScheme colours)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee, Role.Engineer, Role.Administrator);
        var samples = await LivedInEstate.LiveALittleAsync(gateway);
        var page = await OpenAsync($"{gateway.Url}/?lang={language}&elder={(isElder ? 22 : 0)}");
        await Axe.AddToAsync(page);
        await page.EmulateMediaAsync(new() { ColorScheme = colours });
        var mode = $"{language}{(isElder ? "-elder" : "")}{(colours == ColorScheme.Dark ? "-dark" : "")}";
        var trouble = new List<string>();
        foreach (var path in new[] { "/", "/login", "/join", "/help" })
            trouble.AddRange(await ProblemsOnAsync(page, gateway.Url, path, mode + "-out", isElder));
        await page.GotoAsync(gateway.Url + "/login");
        await LogInAsync(page, "everybody");
        foreach (var path in SitePages.Pages(gateway).Select(pattern => SitePages.Filled(pattern, samples)).Order(StringComparer.Ordinal))
            trouble.AddRange(await ProblemsOnAsync(page, gateway.Url, path, mode, isElder));
        Assert.True(trouble.Count == 0, string.Join('\n', trouble));
    }

    private static async Task<IEnumerable<string>> ProblemsOnAsync(IPage page, string url, string path, string mode, bool isElder)
    {
        var answer = await page.GotoAsync(url + path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        if (Photos is not null)
            await page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(Photos, $"{(path == "/" ? "home" : path.Trim('/').Replace('/', '_'))}.{mode}.png"),
                    FullPage = true
                });
        var found = await Axe.ViolationsAsync(page);
        var small = isElder ? await page.EvaluateAsync<string[]>(TooSmall) : [];
        return found.Concat(small).Concat(answer!.Ok ? [] : [$"answered {answer.Status}"]).Select(one => $"{mode} {path} {one}");
    }

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
}
