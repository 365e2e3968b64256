using System.Text.Json;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Alerts;

/// <summary>
/// Notifications to a browser with no page open. The browser's maker's push service cannot be reached here: the address it would give is a
/// scripted one's, and what arrives there is handed to the real service worker by the debugger's protocol.
/// </summary>
public sealed class PushTests : ChromiumFixture
{
    [Fact]
    public async Task A_browser_is_turned_on_gets_a_test_and_shows_it()
    {
        using var service = new ScriptedHttp(new ScriptedAnswer(201));
        using var keys = new TestBrowser();
        await using var gateway = await RunningGateway.StartAsync(
            $$"""alerts: { notifiers: [ { name: push, type: webpush, from: duty@estate.example, url: "{{service.Url}}" } ] }""");
        await gateway.PersonAsync("li", Role.Staff);
        var page = await OpenAsync(gateway.Url + "/login?lang=en");
        await LogInAsync(page, "li");
        await page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = gateway.Url });
        await page.AddInitScriptAsync(
            $$"""
            const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), one => one.charCodeAt(0)).buffer;
            const keys = { p256dh: bytes('{{keys.P256dh}}'), auth: bytes('{{keys.Auth}}') };
            PushManager.prototype.subscribe = async asked => {
              window.askedWith = asked.applicationServerKey;
              return { endpoint: '{{service.Url}}phone', getKey: name => keys[name] };
            };
            """);
        await page.GotoAsync(gateway.Url + "/staff/alerts/notifiers");
        await page.ClickAsync("#push");
        await Eventually.UntilAsync(() => page.InnerTextAsync("#push"), text => text.Contains("is notified", StringComparison.Ordinal));
        Assert.Equal(87, (await page.EvaluateAsync<string>("window.askedWith")).Length);
        await page.ClickAsync("text=Send me a test by push");
        var said = keys.Read((await Eventually.UntilAsync(
            () => Task.FromResult(service.Received.FirstOrDefault()), heard => heard is not null))!.Bytes);
        Assert.Contains("TEST", JsonDocument.Parse(said).RootElement.GetProperty("title").GetString(), StringComparison.Ordinal);

        await PushAsync(page, gateway.Url, said);
        var shown = await Eventually.UntilAsync(
            () => page.EvaluateAsync<string[]>(
                "async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(one => one.title + ' ' + one.data)"),
            titles => titles.Length > 0);
        Assert.Contains("TEST", shown[0], StringComparison.Ordinal);
        Assert.EndsWith("/staff/alerts", shown[0], StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    /// <summary>As the push service would wake the worker.</summary>
    private static async Task PushAsync(Microsoft.Playwright.IPage page, string origin, string data)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        var registration = new TaskCompletionSource<string>();
        session.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, message) =>
        {
            foreach (var one in message!.Value.GetProperty("registrations").EnumerateArray())
                registration.TrySetResult(one.GetProperty("registrationId").GetString()!);
        };
        await session.SendAsync("ServiceWorker.enable");
        await session.SendAsync("ServiceWorker.deliverPushMessage", new()
        {
            ["origin"] = origin,
            ["registrationId"] = await registration.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System),
            ["data"] = data,
        });
    }
}
