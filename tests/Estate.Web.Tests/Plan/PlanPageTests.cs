using System.Net;
using System.Text;
using Estate.Domain.People;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Plan;

/// <summary>The estate's plan in a real browser: what is free for residents, what burns for staff, drawn by an engineer.</summary>
public sealed class PlanPageTests : ChromiumFixture
{
    private const int Limit = 60_000;

    [Theory]
    [InlineData("zh", "7 号楼附近", "个空闲插座", "每度 1.017 元，含服务费")]
    [InlineData("en", "Near building 7", "free sockets", "1.017 yuan per kWh, service included")]
    public async Task Residents_see_what_is_free_near_their_building_and_each_mark_has_its_words(
        string language, string heading, string what, string price)
    {
        await using var gateway = await RunningGateway.StartReferenceAsync(TimeProvider.System);
        var boards = Enumerable.Range(6, 5).Select(number =>
            new ChargerBoard(gateway.Options($"c{number:00}"), 10, TimeProvider.System)).ToList();
        await gateway.StartAsync(boards);
        await Eventually.UntilAsync(() =>
        {
            boards.ForEach(board => board.Report());
            return gateway.GetAsync("/plan?near=7&lang=en");
        }, html => html.Contains(">50</strong>", StringComparison.Ordinal));

        var plain = await OpenAsync($"{gateway.Url}/plan?lang={language}", javaScript: false);
        await plain.SelectOptionAsync("#near", "7");
        await plain.ClickAsync("form.finder button");
        Assert.EndsWith("/plan?near=7", plain.Url, StringComparison.Ordinal);
        Assert.Equal(heading, await plain.InnerTextAsync("#plan h3"));
        var tile = await plain.InnerTextAsync($".tile:has-text('{what}')");
        Assert.Contains("50", tile, StringComparison.Ordinal);
        Assert.Contains(price, tile, StringComparison.Ordinal);
        Assert.Equal(1, await plain.Locator(".house.near").CountAsync());
        // All of the file that have a spot; bays are squares of their own.
        var spots = gateway.Model.Inventory.Count(one => one.Device.Kind != "parking" && one.Values.ContainsKey("x"));
        Assert.True(spots > 33);
        Assert.Equal((spots, 185), (await plain.Locator(".plan a").CountAsync(), await plain.Locator(".bays-on-plan use").CountAsync()));
        // The five that speak are round, and the gate on this computer's wires; all others are diamonds: nobody can say.
        Assert.Equal(6, await plain.Locator(".plan a use[href='#m-free']").CountAsync());
        Assert.Equal(spots - 6, await plain.Locator(".plan a use[href='#m-unknown']").CountAsync());
        const string wordless = ".plan a:not([aria-label]), .plan a:not(:has(title)), .bays-on-plan use:not(:has(title))";
        Assert.Equal(0, await plain.Locator(wordless).CountAsync());
        await plain.ClickAsync(".plan-list a[href='/gates/s-gate']");
        await IsAtAsync(plain, "/gates/s-gate");
        Assert.Empty(await ViolationsAsync($"{gateway.Url}/plan?near=7&lang={language}"));
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task A_sensor_that_hangs_elsewhere_now_tells_of_that_bay()
    {
        await using var gateway = await RunningGateway.StartReferenceAsync(TimeProvider.System);
        const string Close = "/api/parking/bays/A002/close", Move = "/api/parking/sensors/a001/move";
        // Before the first tick there are no bays.
        await Eventually.UntilAsync(
            () => gateway.AskAsync(HttpMethod.Post, Close, "desk", """{"reason":"tree"}"""),
            answer => answer.GetRawText().Contains("\"closed\"", StringComparison.Ordinal));
        Assert.DoesNotContain("Bay A001: closed", await gateway.GetAsync("/plan?lang=en"), StringComparison.Ordinal);
        await gateway.AskAsync(HttpMethod.Post, Move, "desk", """{"bay":"A002"}""");
        await Eventually.UntilAsync(() => gateway.GetAsync("/plan?lang=en"), html =>
            html.Contains("Bay A001: closed", StringComparison.Ordinal) && html.Contains("Bay A002: closed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_weighs_less_than_sixty_kilobytes_with_all_the_devices_of_the_reference_estate()
    {
        await using var gateway = await RunningGateway.StartReferenceAsync(TimeProvider.System);
        var weight = 0L;
        foreach (var path in new[] { "/plan?near=7", "/app.css", "/lib/htmx.min.js", "/lib/sse.min.js", "/late.js", "/icon.svg" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.AcceptEncoding.ParseAdd("br, gzip");
            using var answer = await gateway.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            weight += (await answer.Content.ReadAsByteArrayAsync()).Length;
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"/plan: {weight} bytes");
        Assert.True(weight < Limit, $"{weight} bytes");
    }

    [Theory]
    [InlineData("zh", "垃圾箱温度高")]
    [InlineData("en", "A bin is hot")]
    public async Task Staff_see_what_burns_and_the_mark_leads_to_the_alert(string language, string title)
    {
        await using var gateway = await RunningGateway.StartReferenceAsync(TimeProvider.System);
        await gateway.PersonAsync("desk", Role.Staff);
        (await gateway.StationAsync()).Telemetry("climate", """{"temperature_c":75}""");
        await Eventually.UntilAsync(() => gateway.AskAsync(HttpMethod.Get, "/api/alerts"), alerts =>
            alerts.GetRawText().Contains("A bin is hot", StringComparison.Ordinal));
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}");
        await LogInAsync(page, "desk");
        await IsAtAsync(page, "/staff/alerts");
        await page.GotoAsync(gateway.Url + "/staff/plan");
        await IsAtAsync(page, "/staff/plan");
        var mark = page.Locator(".plan a:has(use[href='#m-trouble'])");
        Assert.Contains(title, await mark.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        Assert.Contains(title, await page.InnerTextAsync("#plan > .plan-list"), StringComparison.Ordinal);
        await mark.ClickAsync();
        Assert.Contains(title, await page.InnerTextAsync("h2"), StringComparison.Ordinal);
        Assert.Empty(await ViolationsAsync($"{gateway.Url}/staff/plan", page));
    }

    [Fact]
    public async Task An_engineer_draws_by_numbers_and_by_clicks_and_imports_a_picture()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("engineer", Role.Engineer);
        var page = await OpenAsync(gateway.Url + "/login?lang=en");
        await LogInAsync(page, "engineer");
        await IsAtAsync(page, "/staff/rules");
        await page.GotoAsync(gateway.Url + "/staff/plan/drawing");
        await page.FillAsync("#buildings", "7: 10,10 300,20");
        await page.ClickAsync("form[action$='/drawing'] button");
        Assert.Contains("'300,20' is no corner", await page.InnerTextAsync(".problem"), StringComparison.Ordinal);
        Assert.Equal("7: 10,10 300,20", await page.InputValueAsync("#buildings"));
        await page.FillAsync("#buildings", "7: 10,10 30,20\n8:");
        var box = (await page.Locator(".plan svg").BoundingBoxAsync())!;
        foreach (var (x, y) in new[] { (0.5f, 0.5f), (0.75f, 0.75f) })
            await page.Locator(".plan svg").ClickAsync(new() { Position = new() { X = box.Width * x, Y = box.Height * y }, Force = true });
        await page.ClickAsync("form[action$='/drawing'] button");
        Assert.Equal(2, await page.Locator(".house").CountAsync());
        Assert.Matches(@"8: 50(\.\d)?,50(\.\d)? 75", await page.InputValueAsync("#buildings"));

        await ImportAsync(page, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'><script>1</script></svg>");
        Assert.Contains("<script> is not allowed", await page.InnerTextAsync(".problem"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Http.GetAsync(new Uri("/plan/picture.svg", UriKind.Relative))).StatusCode);
        // More than other forms may bring.
        var large = "M0 0h4v3z" + string.Concat(Enumerable.Repeat(" M1 1h1", 50_000));
        await ImportAsync(page, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'><path d='{large}' fill='#cde'/></svg>");
        Assert.Equal(1, await page.Locator(".plan image").CountAsync());
        using (var picture = await gateway.Http.GetAsync(new Uri("/plan/picture.svg", UriKind.Relative)))
            Assert.Equal(("image/svg+xml", "default-src 'none'; sandbox"),
                (picture.Content.Headers.ContentType!.MediaType, picture.Headers.GetValues("Content-Security-Policy").Single()));
        Assert.Empty(await ViolationsAsync($"{gateway.Url}/staff/plan/drawing", page));

        // It outlives the gateway, and can be taken out again.
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        Assert.Contains("/plan/picture.svg", await gateway.GetAsync("/plan"), StringComparison.Ordinal);
        await page.GotoAsync(gateway.Url + "/staff/plan/drawing");
        await page.ClickAsync("form[action$='/remove'] button");
        Assert.DoesNotContain("/plan/picture.svg", await gateway.GetAsync("/plan"), StringComparison.Ordinal);
    }

    private static async Task ImportAsync(IPage page, string svg)
    {
        await page.SetInputFilesAsync(
            "#picture", new FilePayload { Name = "plan.svg", MimeType = "image/svg+xml", Buffer = Encoding.UTF8.GetBytes(svg) });
        await page.ClickAsync("form[action$='/picture'] button");
    }

    private async Task<string[]> ViolationsAsync(string url, IPage? known = null)
    {
        var page = known ?? await OpenAsync(url);
        await Axe.AddToAsync(page);
        await page.GotoAsync(url, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        return await Axe.ViolationsAsync(page);
    }
}
