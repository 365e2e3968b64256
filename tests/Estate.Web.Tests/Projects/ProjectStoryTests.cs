using System.Globalization;
using Estate.Domain.People;
using Estate.Gateway;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Projects;

/// <summary>A project from a wish to the households' satisfaction, in a browser that runs no scripts, in both languages.</summary>
public sealed class ProjectStoryTests : ChromiumFixture
{
    private const string Desk = "/committee/projects";
    private readonly ShiftedTime _time = new(TimeSpan.Zero);

    [Theory]
    [InlineData("zh", "3 户打钩，排第 1，承诺", "5 户评价，80% 满意", "听证会", "居民满意")]
    [InlineData(
        "en", "3 households ticked it, number 1; promised by", "5 households gave a grade, 80% are satisfied", "Hearing", "Satisfied")]
    public async Task A_project_goes_from_wish_to_satisfaction(
        string language, string promise, string satisfaction, string hearing, string satisfied)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await WithOwnTimeAsync(gateway);
        await gateway.PersonAsync("chen", "h1");
        await gateway.PersonAsync("wang", Role.Staff);
        await gateway.PersonAsync("li", Role.Committee);
        await gateway.PersonAsync("zhao", Role.Committee);
        var (resident, staff, li, zhao) = (
            await OfAsync(gateway, "chen", language), await OfAsync(gateway, "wang", language), await OfAsync(gateway, "li", language),
            await OfAsync(gateway, "zhao", language));

        await GoAsync(resident, gateway, "/wishes");
        await SendAsync(resident, "/wishes", ("#words", "楼道灯不亮"));
        await GoAsync(li, gateway, Desk);
        Assert.Contains("楼道灯不亮", await li.InnerTextAsync("main"), StringComparison.Ordinal);
        await li.CheckAsync("input[name=wish]");
        await SendAsync(li, Desk + "/add", ("#title", "楼道灯 | Lamps on the stairs"), ("#idea", "90 盏 | 90 of them"), ("#due", Day(90)));
        await SendAsync(li, Desk + "/add", ("#title", "长椅 | Benches"), ("#idea", "三张 | Three"), ("#due", Day(90)));
        foreach (var box in await li.Locator("input[name=project]").AllAsync())
            await box.CheckAsync();
        await SendAsync(li, Desk + "/list", [("#list-title", "第一张清单 | The first list"), ("#most", "2"), .. Times("")]);
        await ApproveAsync(zhao, gateway);
        await GoAsync(resident, gateway, "/polls");
        await resident.CheckAsync("input[name=option] >> nth=0");
        await resident.ClickAsync("form[action$='/tick'] button.big");
        // On paper: three for the lamps in all, two for the benches, and one who ticked by phone already.
        Assert.DoesNotContain("problem", await VoteAsync(staff, gateway, "b0", 0), StringComparison.Ordinal);
        foreach (var (household, option) in new[] { ("b1", 0), ("b2", 1), ("b3", 1) })
            await VoteAsync(staff, gateway, household, option);
        Assert.Contains("problem", await VoteAsync(staff, gateway, "h1", 1), StringComparison.Ordinal);
        await UntilAsync(gateway, "\"state\":\"committed\"");
        await GoAsync(resident, gateway, "/projects/project-1");
        Assert.Contains(promise, await resident.InnerTextAsync("main"), StringComparison.Ordinal);

        await GoAsync(li, gateway, Desk + "/project-1");
        await SendAsync(li, "/variants", [("#question", "亮到几点？ | Until when?"), ("#variants", "22:00\n24:00"), .. Times("-variants")]);
        await ApproveAsync(zhao, gateway);
        await VoteOfFiveAsync(staff, gateway, [1, 1, 1, 1, 0], "");
        await GoAsync(li, gateway, Desk + "/project-1");
        await SendAsync(
            li, "/meeting", ("#on", Day(0)), ("#attendance", "34"), ("#resolution", "2026-21"), ("#minutes", "谈妥了 | It is agreed"));
        await GoAsync(li, gateway, Desk + "/project-1");
        await SendAsync(li, "/finish", ("#outcome", "都亮了 | All of them light"));
        await SendAsync(li, "/satisfaction", [("#share", "60"), .. Times("")]);
        await ApproveAsync(zhao, gateway);
        await VoteOfFiveAsync(staff, gateway, [0, 0, 1, 1, 4], "晚上亮堂多了");
        await UntilAsync(gateway, "\"state\":\"accepted\"");
        await GoAsync(resident, gateway, "/projects/project-1");
        var told = await resident.InnerTextAsync("main");
        foreach (var part in new[] { promise, satisfaction, hearing, satisfied, "34", "2026-21", "晚上亮堂多了" })
            Assert.Contains(part, told, StringComparison.Ordinal);
        Assert.True(await resident.Locator(".life circle.past").CountAsync() >= 7);
        Assert.Equal(0, await resident.Locator(".life circle.open").CountAsync());
        Assert.DoesNotContain(Errors, error => !error.Contains("409", StringComparison.Ordinal));
    }

    private async Task<IPage> OfAsync(RunningGateway gateway, string name, string language)
    {
        var page = await LoggedInAsync(gateway, name);
        await page.GotoAsync($"{gateway.Url}/?lang={language}");
        return page;
    }

    private static Task<IResponse?> GoAsync(IPage page, RunningGateway gateway, string path) => page.GotoAsync(gateway.Url + path);

    /// <summary>Fills in the form of that address and sends it.</summary>
    private static async Task SendAsync(IPage page, string action, params (string Field, string Value)[] fields)
    {
        var form = page.Locator($"form[action$='{action}']");
        foreach (var (field, value) in fields)
            await form.Locator(field).FillAsync(value);
        await form.Locator("button").First.ClickAsync();
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        Assert.Equal("", string.Join('\n', await page.Locator(".problem").AllInnerTextsAsync()));
    }

    private static async Task ApproveAsync(IPage page, RunningGateway gateway)
    {
        await GoAsync(page, gateway, "/committee/polls");
        await page.ClickAsync("form[action$='/approve'] button");
    }

    /// <returns>The page's body, as it is then.</returns>
    private static async Task<string> VoteAsync(IPage page, RunningGateway gateway, string household, int option, string words = "")
    {
        await GoAsync(page, gateway, "/staff/votes");
        await page.FillAsync("input[name=household]", household);
        await page.CheckAsync($"input[name=option] >> nth={option}");
        if (words.Length > 0)
            await page.FillAsync("input[name=words]", words);
        await page.ClickAsync("form[action$='/tick'] button.big");
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        return await page.InnerHTMLAsync("main");
    }

    /// <summary>Five households, the first with a line; then the end of the poll.</summary>
    private async Task VoteOfFiveAsync(IPage page, RunningGateway gateway, int[] options, string words)
    {
        for (var i = 0; i < options.Length; i++)
            await VoteAsync(page, gateway, string.Create(CultureInfo.InvariantCulture, $"b{i}"), options[i], i == 0 ? words : "");
        _time.Offset = _time.Elapsed += TimeSpan.FromMinutes(40);
    }

    private async Task UntilAsync(RunningGateway gateway, string state)
    {
        if (!(await gateway.GetAsync("/api/projects")).Contains(state, StringComparison.Ordinal))
            _time.Offset = _time.Elapsed += TimeSpan.FromMinutes(40);
        await Eventually.UntilAsync(() => gateway.GetAsync("/api/projects"), text => text.Contains(state, StringComparison.Ordinal));
    }

    /// <summary>From now for twenty minutes, with four households at least.</summary>
    private (string Field, string Value)[] Times(string suffix) =>
    [
        ("#opens" + suffix, Local(TimeSpan.FromMinutes(-1))), ("#closes" + suffix, Local(TimeSpan.FromMinutes(20))),
        ("#quorum" + suffix, "4"),
    ];

    private string Local(TimeSpan from) =>
        (_time.GetUtcNow() + from).AddHours(8).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    private string Day(int from) => _time.GetUtcNow().AddHours(8).AddDays(from).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task WithOwnTimeAsync(RunningGateway gateway)
    {
        await gateway.StopGatewayAsync();
        gateway.Platform = new PlatformServices(_time, () => true);
        await gateway.StartGatewayAsync();
    }
}
