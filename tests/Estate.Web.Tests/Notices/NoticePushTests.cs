using System.Net.Http.Json;
using System.Text.Json;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Notices;

/// <summary>Who asked for it in a browser is told of new notices there, once, and of no alerts; until it is ended.</summary>
public sealed class NoticePushTests : ChromiumFixture
{
    private const string Water = """{"title":"停水","title_en":"No water","text":"周二","text_en":"On Tuesday","until":"SOONT00:00"}""";

    [Fact]
    public async Task A_resident_asks_for_it_is_told_once_and_ends_it()
    {
        // The first try is refused, so that it is tried again.
        using var service = new ScriptedHttp(new ScriptedAnswer(503), new(201));
        using var keys = new TestBrowser();
        await using var gateway = await StartAsync(service);
        await gateway.PersonAsync("chen", "h1");
        var page = await OpenAsync(gateway.Url + "/notices?lang=en");
        await page.ClickAsync("text=Log in to get new notices");
        await LogInAsync(page, "chen");
        await IsAtAsync(page, "/notices");
        await PushBrowser.SetUpAsync(page, gateway, service, keys);
        await page.ReloadAsync();
        Assert.Equal(0, await page.Locator("form[action$='/push/end']").CountAsync());
        await page.ClickAsync("#push");
        await Eventually.UntilAsync(() => page.InnerTextAsync("#push"), text => text.Contains("is notified", StringComparison.Ordinal));

        await gateway.AskAsync(HttpMethod.Post, "/api/notices", "chair", Water);
        var heard = await Eventually.UntilAsync(
            () => Task.FromResult(service.Received.Skip(1).FirstOrDefault()), one => one is not null, seconds: 60);
        using var said = JsonDocument.Parse(keys.Read(heard!.Bytes));
        Assert.Equal(("停水 / No water", "/notices/notice-1", false), (
            said.RootElement.GetProperty("title").GetString(), said.RootElement.GetProperty("url").GetString(),
            said.RootElement.GetProperty("urgent").GetBoolean()));
        await gateway.PersonAsync("zhao", Role.Committee);
        using var committee = await gateway.BrowserOfAsync("zhao");
        await Eventually.UntilAsync(() => committee.GetStringAsync(new Uri("/committee/notices?lang=en", UriKind.Relative)), html =>
            html.Contains(" pushed", StringComparison.Ordinal));
        Assert.Equal(2, service.Received.Count);

        await page.ReloadAsync();
        await page.ClickAsync("form[action$='/push/end'] button");
        await IsAtAsync(page, "/notices");
        Assert.Equal(0, await page.Locator("form[action$='/push/end']").CountAsync());
        Assert.Equal(0, TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM push_address"));
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task Staff_who_want_alerts_get_no_notices_and_another_person_in_the_browser_takes_it_over()
    {
        using var service = new ScriptedHttp(new ScriptedAnswer(201));
        using var keys = new TestBrowser();
        await using var gateway = await StartAsync(service);
        await gateway.PersonAsync("li", Role.Staff);
        await gateway.PersonAsync("chen", "h1");
        using var staff = await gateway.BrowserOfAsync("li");
        using var resident = await gateway.BrowserOfAsync("chen");
        const string count = "SELECT count(*) FROM push_address WHERE ";
        var address = new { endpoint = service.Url + "phone", p256dh = keys.P256dh, auth = keys.Auth };
        async Task<int> AskAsync(HttpClient browser, string path, object body)
        {
            using var answer = await browser.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
            return (int)answer.StatusCode;
        }

        Assert.Equal(204, await AskAsync(staff, "/staff/alerts/push", address));
        Assert.Equal(1, TestDatabase.Count(gateway.Data.Database, count + "alerts AND NOT notices"));
        Assert.Equal(204, await AskAsync(staff, "/notices/push", address));
        Assert.Equal(1, TestDatabase.Count(gateway.Data.Database, count + "alerts AND notices"));
        // The next who logs in at this browser: no alerts for a resident.
        Assert.Equal(204, await AskAsync(resident, "/notices/push", address));
        Assert.Equal(1, TestDatabase.Count(gateway.Data.Database, count + "NOT alerts AND notices"));
        Assert.Equal(403, await AskAsync(resident, "/staff/alerts/push", address));
        Assert.Equal(400, await AskAsync(resident, "/notices/push", new { endpoint = "http://127.0.0.1:1/", p256dh = "x", auth = "y" }));
        using var stranger = gateway.NewBrowser();
        Assert.Equal(401, await AskAsync(stranger, "/notices/push", address));
    }

    private static Task<RunningGateway> StartAsync(ScriptedHttp service) => RunningGateway.StartAsync(
        $$"""alerts: { notifiers: [ { name: push, type: webpush, from: duty@estate.example, url: "{{service.Url}}" } ] }""",
        withBroker: false);
}
