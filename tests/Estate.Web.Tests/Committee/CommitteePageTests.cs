using Estate.Domain.People;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Committee;

/// <summary>
/// The committee in a real Chromium: rules seen against the past, approved by another, asked of the households, published.
/// </summary>
public sealed class CommitteePageTests : ChromiumFixture
{
    [Theory]
    [InlineData("zh", "1 次投放中，1 次的积分会不同", "每次 7 分")]
    [InlineData("en", "Of 1 visits, 1 would have brought other points", "7 points a session")]
    public async Task A_points_policy_is_previewed_on_past_visits_and_approved_by_another_person(
        string language, string preview, string decided)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 432);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        var chair = await InAsync(gateway, "chair", "/committee/points", language);
        await chair.FillAsync("#points_per_session", "7");
        await chair.FillAsync("#from", RunningGateway.Soon + "T00:00");
        await chair.FillAsync("#resolution", "2026-17");
        await chair.ClickAsync("button.big");
        Assert.Contains(preview, await chair.InnerTextAsync("#preview"), StringComparison.Ordinal);
        Assert.Equal(0, await chair.Locator("form[action$='/approve']").CountAsync());
        var secretary = await InAsync(gateway, "secretary", "/committee/points", language);
        await secretary.ClickAsync("article a");
        await secretary.ClickAsync("form[action$='/approve'] button");
        await secretary.GotoAsync(gateway.Url + "/decisions");
        Assert.Contains(decided, await secretary.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("2026-17", await secretary.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task Gate_hours_are_proposed_and_approved_by_another_person_and_errors_say_what_to_do()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var chair = await InAsync(gateway, "chair", "/committee/hours/s-gate", "en");
        await chair.FillAsync("#until-0", "23:00");
        await chair.FillAsync("#from", RunningGateway.Soon + "T00:00");
        await chair.FillAsync("#resolution", "2026-18");
        await chair.ClickAsync("form[action$='/propose'] button.big");
        Assert.Contains("ends when it begins", await chair.InnerTextAsync("#until-0-wrong"), StringComparison.Ordinal);
        // What was filled in is still there.
        Assert.Equal("2026-18", await chair.InputValueAsync("#resolution"));
        await chair.FillAsync("#from-0", "22:30");
        await chair.FillAsync("#until-0", "05:00");
        await chair.ClickAsync("form[action$='/propose'] button.big");
        Assert.Contains("Another member must approve", await chair.InnerTextAsync("article"), StringComparison.Ordinal);
        // The households may be asked first: the poll says what would follow.
        await chair.ClickAsync("summary:has-text('Ask the households')");
        await chair.FillAsync("#opens-p1", Local(TimeProvider.System, 1));
        await chair.FillAsync("#closes-p1", Local(TimeProvider.System, 60));
        await chair.ClickAsync("text=Propose a poll");
        Assert.Contains("hours of Gate 2", await chair.InnerTextAsync("article"), StringComparison.Ordinal);
        Assert.Contains("22:30-05:00", await chair.InnerTextAsync("article"), StringComparison.Ordinal);
        var secretary = await InAsync(gateway, "secretary", "/committee/hours/s-gate", "en");
        await secretary.ClickAsync("form[action$='/approve'] button");
        Assert.Contains("Coming", await secretary.InnerTextAsync(".coming"), StringComparison.Ordinal);
        Assert.Contains("22:30", await secretary.InnerTextAsync(".coming"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Households_vote_once_by_phone_or_card_and_an_accepted_poll_becomes_a_draft()
    {
        var time = new ShiftedTime(TimeSpan.Zero);
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.StopGatewayAsync();
        gateway.Platform = gateway.Platform with { Time = time };
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        var station = await gateway.StationAsync();
        var shown = new List<Ack>();
        station.Acknowledged = shown.Add;

        // From a proposal of the committee, asked of the households first.
        var (opens, closes) = (Local(time, -1), Local(time, 60));
        await gateway.AskAsync(
            HttpMethod.Post, "/api/points/policy/proposals", "chair",
            """{"points_per_session":7,"resolution":"2026-17","effective_from":"SOONT00:00"}""");
        var chair = await InAsync(gateway, "chair", "/committee/points/points-1", "zh");
        await chair.FillAsync("#opens", opens);
        await chair.FillAsync("#closes", closes);
        await chair.FillAsync("#quorum", "2");
        await chair.ClickAsync("text=提议居民打钩");
        Assert.EndsWith("/committee/polls", chair.Url, StringComparison.Ordinal);
        Assert.Equal(
            "approved",
            (await gateway.AskAsync(HttpMethod.Post, "/api/polls/poll-1/approve", "secretary")).GetProperty("result").GetString());

        await gateway.PersonAsync("resident", "h1");
        var phone = await OpenAsync(gateway.Url + "/login?next=/polls&lang=zh");
        await LogInAsync(phone, "resident");
        Assert.Contains("通过后将成为业委会的草案：积分规则", await phone.InnerTextAsync("main"), StringComparison.Ordinal);
        await phone.CheckAsync("input[name=option] >> nth=0");
        await phone.ClickAsync("article button");
        Assert.Contains("您家已打钩", await phone.InnerTextAsync("main"), StringComparison.Ordinal);

        // The same household is refused by card; another one votes on somebody's screen.
        var screen = await OpenAsync(gateway.Url + "/polls?lang=zh");
        await TickByCardAsync(screen, station, shown, "CARD0001");
        Assert.Contains("每户一次", await screen.InnerTextAsync(".problem"), StringComparison.Ordinal);
        await TickByCardAsync(screen, station, shown, "CARD0002");
        Assert.Contains("已有 2 户打钩", await screen.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("同意 1", await gateway.GetAsync("/api/polls"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"counts\":[", await gateway.GetAsync("/api/polls"), StringComparison.Ordinal);

        time.Offset = TimeSpan.FromHours(2);
        await Eventually.UntilAsync(() => gateway.GetAsync("/api/polls"), body =>
            body.Contains("\"counts\":[2,0]", StringComparison.Ordinal));
        await chair.GotoAsync(gateway.Url + "/login?next=/committee/polls");
        await LogInAsync(chair, "chair");
        await IsAtAsync(chair, "/committee/polls");
        await Eventually.UntilAsync(async () =>
        {
            await chair.ReloadAsync();
            return await chair.InnerTextAsync("article");
        }, text => text.Contains("草案：points-2", StringComparison.Ordinal));
        await screen.GotoAsync(gateway.Url + "/decisions");
        Assert.Contains("同意 2 户，不同意 0 户", await screen.InnerTextAsync("main"), StringComparison.Ordinal);
        // Its author is who asked the households: another member approves.
        Assert.Equal(
            "second_person_needed",
            (await gateway.AskAsync(HttpMethod.Post, "/api/points/policy/proposals/points-2/approve", "chair")).GetProperty("reason")
                .GetString());
        Assert.Equal(
            "approved",
            (await gateway.AskAsync(HttpMethod.Post, "/api/points/policy/proposals/points-2/approve", "secretary")).GetProperty("result")
                .GetString());
        Assert.DoesNotContain(Errors, error => !error.Contains("409", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_is_created_with_the_code_a_station_shows()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        var shown = new List<Ack>();
        station.Acknowledged = shown.Add;
        var code = await CodeAsync(station, shown, "CARD0002");
        var page = await OpenAsync(gateway.Url + "/join?lang=en");
        await page.FillAsync("#code", code);
        await page.FillAsync("#name", "li");
        // A password that is refused costs no second walk to the station.
        await page.FillAsync("#password", "12345678");
        await page.ClickAsync("main button.big");
        Assert.Contains("guessed at once", await page.InnerTextAsync(".problem"), StringComparison.Ordinal);
        await page.FillAsync("#password", RunningGateway.Secret);
        await page.ClickAsync("main button.big");
        await page.GotoAsync(gateway.Url + "/points");
        Assert.Contains("h2", await page.InnerTextAsync("h2 >> nth=0"), StringComparison.Ordinal);
    }

    private static async Task TickByCardAsync(IPage screen, Station station, List<Ack> shown, string card)
    {
        await screen.FillAsync("input[name=code]", await CodeAsync(station, shown, card));
        await screen.CheckAsync("input[name=option] >> nth=0");
        await screen.ClickAsync("article button");
    }

    /// <summary>As a resident reads it off the display.</summary>
    private static async Task<string> CodeAsync(Station station, List<Ack> shown, string card)
    {
        lock (shown)
            shown.Clear();
        station.Tap(card);
        station.Tap(card);
        var text = await Eventually.UntilAsync(() =>
            Task.FromResult(shown.ToArray().FirstOrDefault(ack => ack.Result == "code")?.DisplayText ?? ""), text => text.Length > 0);
        return string.Concat(text.Where(char.IsAsciiDigit).Take(8));
    }

    private async Task<IPage> InAsync(RunningGateway gateway, string name, string path, string language)
    {
        await gateway.PersonAsync(name, Role.Committee);
        var page = await OpenAsync($"{gateway.Url}/login?next={path}&lang={language}");
        await LogInAsync(page, name);
        return page;
    }

    private static string Local(TimeProvider time, int minutes) =>
        time.GetUtcNow().AddHours(8).AddMinutes(minutes).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
