using System.Text.Json;
using Estate.Domain.People;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Charging;

/// <summary>
/// The fire drill of <c>./estate run --drill smoke</c>, with real parts: ten bikes charge, it smokes, and a person ends it.
/// </summary>
public sealed class FireDrillTests : ChromiumFixture
{
    [Fact]
    public async Task Smoke_cuts_ten_sockets_notifies_escalates_and_ends_with_a_named_reset()
    {
        using var phone = new ScriptedHttp();
        await using var gateway = await RunningGateway.StartAsync(
            $$"""
            alerts:
              ladder:
                - { zh: 值班台, en: Desk, after_min: 0, notify: [duty] }
                - { zh: 经理, en: Manager, after_min: 0.1, notify: [duty] }
              notifiers:
                - { name: duty, type: webhook, url: "{{phone.Url}}" }
            """, secrets: [("duty", "shared secret")]);
        await gateway.PersonAsync("desk", Role.Staff);
        var page = await OpenAsync(gateway.Url + "/staff/alerts?lang=en");
        Assert.Contains("/login", page.Url, StringComparison.Ordinal);
        await LogInAsync(page, "desk");
        Assert.Contains("Nothing is wrong now", await page.InnerTextAsync("#list"), StringComparison.Ordinal);
        await page.ClickAsync("#sound");

        var board = gateway.NewCharger();
        using var stop = new CancellationTokenSource();
        var traffic = new ChargerTraffic(
            [board], RunningGateway.BikeCards, new FaultPlan(FaultPlan.Parse("none"), new Random(1)), new Random(1))
        {
            SmokeAt = 16,
            SmokeFor = 8
        };
        var playing = PlayAsync(traffic, stop.Token);
        await Eventually.UntilAsync(() => board.Sockets.Count(socket => socket.IsClosed) == 10, 30);
        await Eventually.UntilAsync(() => page.InnerTextAsync("#list"), text => text.Contains("Smoke", StringComparison.Ordinal), 30);
        Assert.Equal(0, board.Sockets.Count(socket => socket.IsClosed));
        Assert.Contains(
            "Switched off by itself: socket 1, 2, 3, 4, 5, 6, 7, 8, 9, 10", await page.InnerTextAsync("#list"), StringComparison.Ordinal);
        Assert.Equal("1", await page.GetAttributeAsync("body", "data-alarmed"));

        await Eventually.UntilAsync(() => phone.Received.Count >= 2, 30);
        Assert.Equal(
            ["alert.raised", "alert.escalated"],
            phone.Received.Select(heard => JsonDocument.Parse(heard.Body).RootElement.GetProperty("type").GetString()));
        await page.ClickAsync("#list button.big");
        await Eventually.UntilAsync(() => page.InnerTextAsync("#list"), text => text.Contains("desk has it", StringComparison.Ordinal));

        // It must be over before it can be reset, and then it wants a reason.
        await page.ClickAsync("#list .what a");
        await Eventually.UntilAsync(() => page.InnerTextAsync("main"), text =>
            text.Contains("nobody had it, told Manager", StringComparison.Ordinal));
        await page.FillAsync("#reason", "looked");
        await page.ClickAsync("form[action$=reset] button");
        if ((await page.InnerTextAsync("main")).Contains("cannot be reset yet", StringComparison.Ordinal))
            await Eventually.UntilAsync(() => !board.IsSmoky);
        await Eventually.UntilAsync(async () =>
        {
            if (await page.Locator("form[action$=reset]").CountAsync() > 0)
            {
                await page.FillAsync("#reason", "cable replaced");
                await page.ClickAsync("form[action$=reset] button");
            }
            return await page.InnerTextAsync("main");
        }, text => text.Contains("desk reset it", StringComparison.Ordinal));
        await page.ClickAsync("text=All alerts");
        await Eventually.UntilAsync(() => page.InnerTextAsync("#list"), text => !text.Contains("Smoke", StringComparison.Ordinal));

        await page.GotoAsync(gateway.Url + "/staff/chargers/c01?lang=en");
        Assert.Equal(1, await page.Locator("#energy").CountAsync());
        Assert.Contains("Smoke", await page.InnerTextAsync("main > table"), StringComparison.Ordinal);
        await stop.CancelAsync();
        await playing;
        // A refused reset has its own status code, which Chromium's console calls an error.
        Assert.All(Errors, error => Assert.Contains("409", error, StringComparison.Ordinal));
    }

    private static async Task PlayAsync(ChargerTraffic traffic, CancellationToken stop)
    {
        using (traffic)
        {
            traffic.Start();
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            try
            {
                while (await timer.WaitForNextTickAsync(stop))
                    traffic.Step(0.05);
            }
            catch (OperationCanceledException)
            {
                // The drill is over.
            }
        }
    }
}
