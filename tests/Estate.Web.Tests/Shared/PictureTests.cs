using Estate.Domain.People;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>
/// Every page as it is drawn on two phones and a desk, in both languages and both modes: measured, so that it is quick and says what
/// is wrong.
/// </summary>
public sealed class PictureTests : ChromiumFixture
{
    private const int HighestHeader = 96;
    private static readonly int[] Widths = [1280, 390, 360];

    [Theory]
    [InlineData("zh", false)]
    [InlineData("en", false)]
    [InlineData("zh", true)]
    [InlineData("en", true)]
    public async Task No_text_lies_over_text_and_no_column_is_narrower_than_its_longest_word(string language, bool isElder)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var samples = await LivedInEstate.LiveALittleAsync(gateway);
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee, Role.Engineer, Role.Administrator);
        await gateway.PersonAsync("wang", Role.Staff);
        var trouble = new List<string>();
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}&elder={(isElder ? 22 : 0)}");
        string[] open = ["/", "/login", "/join", "/parking", "/chargers", "/polls", "/notices", "/projects", "/wishes", "/funds"];
        foreach (var path in open)
            trouble.AddRange(await ProblemsOnAsync(page, gateway.Url + path));
        await page.GotoAsync(gateway.Url + "/login");
        await LogInAsync(page, "wang");
        await IsAtAsync(page, "/staff/alerts");
        trouble.AddRange(await ProblemsOnAsync(page, gateway.Url + "/staff/alerts"));
        await page.GotoAsync(gateway.Url + "/me");
        await page.ClickAsync("form[action='/logout'] button");
        await page.GotoAsync(gateway.Url + "/login");
        await LogInAsync(page, "everybody");
        await IsAtAsync(page, "/staff/alerts");
        foreach (var path in SitePages.Pages(gateway).Select(pattern => SitePages.Filled(pattern, samples)).Order(StringComparer.Ordinal))
            trouble.AddRange(await ProblemsOnAsync(page, gateway.Url + path));
        Assert.True(trouble.Count == 0, string.Join('\n', trouble));
    }

    [Fact]
    public async Task The_folded_menu_opens_without_scripts_and_gate_hours_have_bars_on_a_phone()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var page = await OpenAsync(gateway.Url + "/gates/s-gate?lang=en", javaScript: false);
        await page.SetViewportSizeAsync(360, 740);
        Assert.True(await page.Locator(".bar24 svg >> nth=0").IsVisibleAsync());
        Assert.True(await page.EvaluateAsync<double>("document.querySelector('.bar24 svg').getBoundingClientRect().width") > 250);
        Assert.False(await page.Locator("header a[href='/help'] >> visible=true").IsVisibleAsync());
        await page.ClickAsync("header summary");
        await page.ClickAsync("header a[href='/help'] >> visible=true");
        await IsAtAsync(page, "/help");
    }

    private static async Task<IEnumerable<string>> ProblemsOnAsync(IPage page, string url)
    {
        var found = new List<string>();
        await page.SetViewportSizeAsync(Widths[0], 900);
        await page.GotoAsync(url, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            found.AddRange((await page.EvaluateAsync<string[]>(Measure, HighestHeader))
                .Select(one => $"{new Uri(url).AbsolutePath} at {width}: {one}"));
        }
        return found;
    }

    /// <summary>
    /// Lines of text of different elements that lie over each other; columns narrower than a word or a date in them, Chinese headers
    /// with a letter in a line; a page wider than the screen; a header that takes too much of it.
    /// </summary>
    private const string Measure =
        """
        highest => {
          const found = [], width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth > width) {
            const wide = [...document.querySelectorAll('body *')].find(one => one.getBoundingClientRect().right > width + 1
              && one.checkVisibility({ contentVisibilityAuto: true }) && !one.closest('table, pre, .skip, .unseen'));
            found.push(`the page is ${document.documentElement.scrollWidth} wide: ${wide?.outerHTML.slice(0, 150) ?? 'a text'}`);
          }
          const header = document.querySelector('header.bar').getBoundingClientRect().height;
          if (header > highest) found.push(`the header is ${header} high`);
          const pen = document.createElement('canvas').getContext('2d');
          const lines = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.parentElement;
            if (!node.data.trim() || at.closest('svg, script, option, .unseen, .skip, .curve, .stack thead')
              || !at.checkVisibility({ visibilityProperty: true })) continue;
            range.selectNodeContents(node);
            for (const box of range.getClientRects())
              if (box.width > 1 && box.height > 1) lines.push({ node, box });
            const cell = at.closest('th, td');
            if (!cell) continue;
            const style = getComputedStyle(at), room = getComputedStyle(cell);
            const inner = cell.clientWidth - parseFloat(room.paddingLeft) - parseFloat(room.paddingRight);
            pen.font = style.font;
            // A line may end after a hyphen or a slash, except in a date.
            for (const [word] of node.data.matchAll(/\d{4}-\d\d-\d\d|[^\s\/\u3000-\uffef\u4e00-\u9fff-]{2,24}/g))
              if (!at.closest('code') && pen.measureText(word).width > inner + 1) found.push(`a column is narrower than '${word}'`);
            if (cell.matches('th') && /[\u4e00-\u9fff]{2}/.test(node.data)) {
              range.selectNodeContents(node);
              const rows = new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
              if (rows > 1 && node.data.trim().length / rows < 2) found.push(`'${node.data.trim()}' stands in ${rows} lines`);
            }
          }
          lines.sort((one, other) => one.box.top - other.box.top);
          for (let i = 0; i < lines.length; i++)
            for (let j = i + 1; j < lines.length && lines[j].box.top < lines[i].box.bottom; j++) {
              const one = lines[i], other = lines[j];
              const x = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
              // Boxes of lines are a little higher than their letters.
              const y = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
              if (one.node !== other.node && x > 2 && y > 0.4 * Math.min(one.box.height, other.box.height))
                found.push(`'${one.node.data.trim().slice(0, 40)}' lies over '${other.node.data.trim().slice(0, 40)}'`);
            }
          return [...new Set(found)];
        }
        """;
}
