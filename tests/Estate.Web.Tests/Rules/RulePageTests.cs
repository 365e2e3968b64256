using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Rules;

/// <summary>The engineer's day in a real Chromium: a rule is written, tried, saved, fires, says why, and is silenced.</summary>
public sealed class RulePageTests : ChromiumFixture
{
    private const string Heavy = """
        rules:
          - id: heavy
            on: deposited
            when: fact.grams > 900 && fact.category == 'wet'
            severity: medium
            title: {zh: 太重, en: Heavy}
            text: {zh: "{fact.grams} 克", en: "{fact.grams} g"}
        """;

    [Theory]
    [InlineData("zh", "规则")]
    [InlineData("en", "Rules")]
    public async Task The_page_leads_to_what_the_handbook_says_of_rules(string language, string heading)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("engineer", Role.Engineer);
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}");
        await LogInAsync(page, "engineer");
        await IsAtAsync(page, "/staff/rules");
        await page.GotoAsync(gateway.Url + "/staff/rules/new");
        await page.ClickAsync("details:has(dl) summary");
        await page.ClickAsync("details:has(dl) a[href^='/help/']");
        var anchor = Uri.UnescapeDataString(new Uri(page.Url).Fragment[1..]);
        Assert.Equal(heading, await page.InnerTextAsync($"[id='{anchor}']"));
    }

    [Fact]
    public async Task A_rule_is_written_backtested_saved_fired_explained_and_silenced()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 950);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);

        var page = await LogInAsync(gateway);
        await page.ClickAsync("text=Write a new rule");
        // What is typed wrong is said while it is typed, with its place and a suggestion.
        await page.FillAsync("#yaml", Heavy.Replace("fact.grams", "fact.gram", StringComparison.Ordinal));
        Assert.Contains("did you mean 'grams'", await SeeAsync(page, "#mistakes", "gram"), StringComparison.Ordinal);
        await page.FillAsync("#yaml", Heavy);
        await SeeAsync(page, "#mistakes", "No mistakes");

        await page.ClickAsync("text=Try it on what was recorded");
        Assert.Contains("bins/station-1", await SeeAsync(page, "#changes", "fact.grams = 950"), StringComparison.Ordinal);
        Assert.Equal(31, await page.Locator("#firings-by-day tbody tr").CountAsync());
        Assert.True(await page.Locator("#firings-by-day rect.col").CountAsync() > 0);

        await page.ClickAsync("text=Save and put in force");
        Assert.EndsWith("/staff/rules/heavy", page.Url, StringComparison.Ordinal);
        Assert.Contains("Nothing is on", await page.InnerTextAsync("#state"), StringComparison.Ordinal);
        Assert.Contains("Version 1 · engineer", await page.InnerTextAsync("main"), StringComparison.Ordinal);

        station.Deposit(station.Tap("CARD0002"), "wet", 980);
        await SeeAsync(page, "#state", "Firing: 1", reload: true);
        await SeeAsync(page, "#firings", "Why?", reload: true);
        await page.ClickAsync("#firings >> text=Why?");
        var story = await page.InnerTextAsync(".story");
        Assert.True(
            story.IndexOf("A card was tapped", StringComparison.Ordinal) < story.IndexOf(
                "Rule heavy, version 1, fired: fact.grams = 980", StringComparison.Ordinal));
        Assert.Contains("raised", story, StringComparison.Ordinal);

        await page.GotoAsync(gateway.Url + "/staff/rules/heavy");
        await page.FillAsync("#minutes", "30");
        await page.FillAsync("#reason", "spring cleaning");
        await page.Locator("form[action$='/silence'] button").ClickAsync();
        Assert.Contains("(spring cleaning)", await page.InnerTextAsync("#state"), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task A_change_is_shown_line_by_line_with_its_author_and_a_stale_page_overwrites_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var page = await LogInAsync(gateway);
        await page.GotoAsync(gateway.Url + "/staff/rules/new?lang=zh");
        await page.FillAsync("#yaml", Heavy);
        await page.ClickAsync("text=保存并启用");
        var stale = await LogInAsync(gateway);
        await stale.GotoAsync(gateway.Url + "/staff/rules/heavy?lang=zh");
        await page.FillAsync("#yaml", Heavy.Replace("900", "800", StringComparison.Ordinal));
        await page.ClickAsync("text=保存并启用");
        await page.ClickAsync("main summary:has-text('版 ·') >> nth=0");
        Assert.Contains("- when: fact.grams > 900", await page.Locator(".gone").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("+ when: fact.grams > 800", await page.Locator(".added").First.InnerTextAsync(), StringComparison.Ordinal);

        await stale.FillAsync("#yaml", Heavy.Replace("900", "700", StringComparison.Ordinal));
        // Trying it meanwhile makes the page no younger.
        await stale.ClickAsync("text=用历史数据试算");
        await stale.ClickAsync("text=保存并启用");
        Assert.Contains("别人已经保存了新的版本", await stale.InnerTextAsync("main"), StringComparison.Ordinal);
        await stale.ClickAsync("text=保存并启用");
        Assert.Contains("别人已经保存了新的版本", await stale.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("700", await stale.InputValueAsync("#yaml"), StringComparison.Ordinal);

        await page.FillAsync("#device", "bins/station-1");
        await page.ClickAsync("text=查");
        Assert.Contains("没有听到", string.Join("\n", await page.Locator(".why").AllInnerTextsAsync()), StringComparison.Ordinal);
        await page.ClickAsync("text=删除本站的版本");
        Assert.DoesNotContain("heavy", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.GotoAsync(gateway.Url + "/staff/rules/heavy");
        Assert.Contains("保存即可恢复", await page.InnerTextAsync("#state"), StringComparison.Ordinal);
        Assert.Contains("800", await page.InputValueAsync("#yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_typed_before_the_script_loads_is_checked_too()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var page = await LogInAsync(gateway);
        var typed = new TaskCompletionSource();
        await page.RouteAsync("**/rules.js", async route =>
        {
            await typed.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(gateway.Url + "/staff/rules/new", new() { WaitUntil = WaitUntilState.Commit });
        await page.FillAsync("#yaml", Heavy.Replace("fact.grams", "fact.gram", StringComparison.Ordinal));
        typed.SetResult();
        Assert.Contains("did you mean 'grams'", await SeeAsync(page, "#mistakes", "gram"), StringComparison.Ordinal);
    }

    private async Task<IPage> LogInAsync(RunningGateway gateway)
    {
        await gateway.PersonAsync("engineer", Role.Engineer);
        var page = await OpenAsync(gateway.Url + "/login?next=/staff/rules&lang=en");
        await LogInAsync(page, "engineer");
        Assert.EndsWith("/staff/rules", page.Url, StringComparison.Ordinal);
        return page;
    }

    private static Task<string> SeeAsync(IPage page, string place, string text, bool reload = false) => Eventually.UntilAsync(async () =>
    {
        if (reload)
            await page.ReloadAsync();
        return await page.Locator(place).CountAsync() > 0 ? await page.InnerTextAsync(place) : "";
    }, shown => shown.Contains(text, StringComparison.Ordinal));
}
