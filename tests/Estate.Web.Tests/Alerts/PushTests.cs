using System.Text.Json;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Alerts;

/// <summary>
/// Notifications to a browser with no page open. The browser's maker's push service cannot be reached here: the address it would give is a
/// scripted one's. What the service worker shows is not seen here: a browser without a screen shows nothing.
/// </summary>
public sealed class PushTests : ChromiumFixture
{
    [Fact]
    public async Task A_browser_is_turned_on_and_gets_a_test()
    {
        using var service = new ScriptedHttp(new ScriptedAnswer(201));
        using var keys = new TestBrowser();
        await using var gateway = await RunningGateway.StartAsync(
            $$"""alerts: { notifiers: [ { name: push, type: webpush, from: duty@estate.example, url: "{{service.Url}}" } ] }""");
        await gateway.PersonAsync("li", Role.Staff);
        var page = await OpenAsync(gateway.Url + "/login?lang=en");
        await LogInAsync(page, "li");
        await PushBrowser.SetUpAsync(page, gateway, service, keys);
        await page.GotoAsync(gateway.Url + "/staff/alerts/notifiers");
        await page.ClickAsync("#push");
        await Eventually.UntilAsync(() => page.InnerTextAsync("#push"), text => text.Contains("is notified", StringComparison.Ordinal));
        Assert.Equal(87, (await page.EvaluateAsync<string>("window.askedWith")).Length);
        await page.ClickAsync("text=Send me a test by push");
        var said = keys.Read((await Eventually.UntilAsync(
            () => Task.FromResult(service.Received.FirstOrDefault()), heard => heard is not null))!.Bytes);
        Assert.Contains("TEST", JsonDocument.Parse(said).RootElement.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }
}
