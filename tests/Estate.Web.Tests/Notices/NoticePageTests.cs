using Estate.Adapters.Storage;
using Estate.Domain.People;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Notices;

/// <summary>The committee writes a notice, everybody reads it, staff print it; withdrawn and put back.</summary>
public sealed class NoticePageTests : ChromiumFixture
{
    private const string Water = """{"title":"周二停水","text":"9:00–11:00\n请储水","until":"SOONT00:00"}""";

    [Fact]
    public async Task One_is_written_read_on_the_first_page_withdrawn_and_put_back()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("zhao", Role.Committee);
        var chair = await LoggedInAsync(gateway, "zhao");
        await chair.ClickAsync(".tiles a[href='/committee/notices']");
        await chair.FillAsync("#title", "停水");
        await chair.FillAsync("#title_en", "No water on Tuesday");
        await chair.FillAsync("#body", "周二上午");
        await chair.FillAsync("#body_en", "From nine to eleven.\nPlease keep some.");
        await chair.ClickAsync("form[action$='/publish'] button");
        await IsAtAsync(chair, "/committee/notices");
        Assert.Contains("shown now", await chair.InnerTextAsync("article"), StringComparison.Ordinal);

        var resident = await OpenAsync(gateway.Url + "/?lang=en", javaScript: false);
        Assert.Contains("No water on Tuesday", await resident.InnerTextAsync("#notices"), StringComparison.Ordinal);
        await resident.ClickAsync("#notices li a");
        await IsAtAsync(resident, "/notices/notice-1");
        Assert.Contains("Please keep some.", await resident.InnerTextAsync("main"), StringComparison.Ordinal);
        await resident.GotoAsync(gateway.Url + "/?lang=zh");
        Assert.Contains("周二上午", await resident.InnerTextAsync("#notices"), StringComparison.Ordinal);

        await chair.ClickAsync("form[action$='/withdraw'] button");
        Assert.Contains("withdrawn", await chair.InnerTextAsync("article"), StringComparison.Ordinal);
        await resident.ReloadAsync();
        Assert.Equal(0, await resident.Locator("#notices").CountAsync());
        await resident.GotoAsync(gateway.Url + "/notices/notice-1?lang=en");
        Assert.Contains("The committee withdrew this notice", await resident.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal("[]", await gateway.GetAsync("/api/notices"));
        await chair.ClickAsync("form[action$='/restore'] button");
        await resident.GotoAsync(gateway.Url + "/notices");
        Assert.Contains("No water on Tuesday", await resident.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task What_is_refused_says_why_and_loses_nothing_that_was_written()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("zhao", Role.Committee);
        using var browser = await gateway.BrowserOfAsync("zhao");
        foreach (var (until, title, said) in new[]
        {
            ("soon", "停水", "请填从何时到何时"), ("2020-01-01T00:00", "停水", "结束要晚于开始"), (RunningGateway.Soon + "T00:00", "", "要有标题"),
        })
        {
            using var answer = await RunningGateway.PostFormAsync(
                browser, "/committee/notices/publish", ("title", title), ("body", "a < b\n\nthat was long"), ("until", until));
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Equal(409, (int)answer.StatusCode);
            Assert.Contains(said, System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
            Assert.Contains("a &lt; b\n\nthat was long</textarea>", html, StringComparison.Ordinal);
            Assert.Contains($"value=\"{until}\"", html, StringComparison.Ordinal);
        }
        Assert.Equal("[]", await gateway.GetAsync("/api/notices"));
        var refused = await gateway.AskAsync(HttpMethod.Post, "/api/notices", "chair", """{"text":"x","until":"SOONT00:00"}""");
        Assert.Equal("bad_notice", refused.GetProperty("reason").GetString());
        refused = await gateway.AskAsync(HttpMethod.Post, "/api/notices", "desk", Water);
        Assert.Equal("not_your_role", refused.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Staff_hear_of_it_print_it_with_its_address_and_a_start_keeps_it_and_the_audit_names_who_wrote_it()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("wang", Role.Staff);
        await gateway.AskAsync(HttpMethod.Post, "/api/notices", "chair", Water);
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        var page = await LoggedInAsync(gateway, "wang");
        Assert.Contains("Notice: 周二停水", await page.InnerTextAsync("#changed"), StringComparison.Ordinal);
        await page.ClickAsync("#changed a[href='/notices/notice-1']");
        await page.ClickAsync("main a.button");
        await IsAtAsync(page, "/notices/notice-1/print");
        Assert.Equal(1, await page.Locator(".qr svg").CountAsync());
        Assert.Contains("/notices/notice-1", await page.InnerTextAsync(".poster"), StringComparison.Ordinal);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.False(await page.Locator("header.bar").IsVisibleAsync());
        using var stranger = gateway.NewBrowser();
        Assert.Equal(302, (int)(await stranger.GetAsync(new Uri("/notices/notice-1/print", UriKind.Relative))).StatusCode);
        var audit = gateway.Services.GetRequiredService<AuditChain>().Read(long.MaxValue, 10);
        Assert.Contains(audit, row => row.Entry is { By: "chair", Action: "publish_notice" } && row.Facts > 0);
    }
}
