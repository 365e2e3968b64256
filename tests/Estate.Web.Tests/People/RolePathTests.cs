using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.People;

/// <summary>Each role's front door and everything its menu leads to, in a real browser, in both languages.</summary>
public sealed class RolePathTests : ChromiumFixture
{
    [Theory]
    [InlineData("zh", "zh-CN")]
    [InlineData("en", "en")]
    public async Task Every_role_lands_on_its_own_page_and_every_menu_link_opens(string language, string code)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        foreach (var (role, household, door) in new (Role Role, string? Household, string Door)[]
        {
            (Role.Resident, "h1", "/"), (Role.Staff, null, "/staff/alerts"), (Role.Committee, null, "/committee"),
                (Role.Engineer, null, "/staff/rules"), (Role.Administrator, null, "/staff/people"),
        })
        {
            var name = role.ToString().ToLowerInvariant();
            await gateway.PersonAsync(name, household, role == Role.Resident ? [] : [role]);
            var page = await OpenAsync($"{gateway.Url}/login?lang={language}");
            await LogInAsync(page, name);
            await IsAtAsync(page, door);
            var links = await page.Locator("header nav >> nth=0 >> a")
                .EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('href'))");
            Assert.NotEmpty(links);
            foreach (var link in links)
            {
                var answer = await page.GotoAsync(gateway.Url + link);
                Assert.True(answer!.Ok, $"{name} {link}: {answer.Status}");
                Assert.Equal(code, await page.GetAttributeAsync("html", "lang"));
                Assert.NotEmpty(await page.InnerTextAsync("main h2 >> nth=0"));
            }
        }
        Assert.Empty(Errors);
    }

    [Theory]
    [InlineData("zh", "物业", "生成注册码", "只能用一次")]
    [InlineData("en", "property staff", "Make a code", "It works once")]
    public async Task An_administrator_invites_somebody_who_can_start_working(string language, string role, string make, string once)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("root", Role.Administrator);
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}");
        await LogInAsync(page, "root");
        await page.Locator("form[action='/staff/people/invite']").GetByLabel(role, new() { Exact = true }).CheckAsync();
        await page.ClickAsync($"text={make}");
        Assert.Contains(once, await page.InnerTextAsync("main"), StringComparison.Ordinal);
        var code = await page.InnerTextAsync(".count strong");

        var newcomer = await OpenAsync($"{gateway.Url}/join?lang={language}&code={code}");
        await newcomer.FillAsync("#name", "wang");
        await newcomer.FillAsync("#password", RunningGateway.Secret);
        await newcomer.ClickAsync("main button");
        await IsAtAsync(newcomer, "/staff/alerts");
        (await gateway.StationAsync()).Record("fire", """{"burning":true}""");
        await Eventually.UntilAsync(() => newcomer.InnerTextAsync("main"), text =>
            text.Contains(language == "zh" ? "垃圾分类站 1" : "Waste-sorting station 1", StringComparison.Ordinal));
        Assert.Empty(Errors);
    }
}
