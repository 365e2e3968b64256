using Estate.Domain.People;
using Estate.Gateway;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Estate.Web.Tests.Shared;
using Xunit;

namespace Estate.Web.Tests.Committee;

/// <summary>Ten minutes to change one's mind: a tick and a roll, and the pages say so.</summary>
public sealed class SecondThoughtTests : ChromiumFixture
{
    [Fact]
    public async Task A_resident_takes_a_tick_back_and_chooses_again_until_it_is_sealed()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var time = await WithOwnTimeAsync(gateway);
        await gateway.PersonAsync("chen", "h1");
        await gateway.AskAsync(
            HttpMethod.Post, "/api/polls", "chair",
            """{"title":"Close at 22:00?","options":["yes","no"],"opens":"NOW","closes":"SOONT00:00","quorum":1}""".Replace(
                "NOW", LivedInEstate.Now, StringComparison.Ordinal));
        await gateway.AskAsync(HttpMethod.Post, "/api/polls/poll-1/approve", "secretary");
        var page = await LoggedInAsync(gateway, "chen");
        await page.GotoAsync(gateway.Url + "/polls");
        Assert.Contains(
            "For ten minutes after the tick you can change your mind", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.CheckAsync("input[name=option] >> nth=0");
        await page.ClickAsync("form button.big");
        Assert.Contains("then nobody can change it", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ClickAsync("form[action$='/undo'] button");
        Assert.Contains("0 of 4 households", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.CheckAsync("input[name=option] >> nth=1");
        await page.ClickAsync("form button.big");
        (time.Offset, time.Elapsed) = (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
        // The page was open meanwhile: its button says that it is too late.
        await page.ClickAsync("form[action$='/undo'] button");
        Assert.Contains("It is sealed", await page.InnerTextAsync(".problem"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("form[action$='/undo']").CountAsync());
        Assert.Contains("1 of 4 households", await page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_roll_that_was_handed_out_is_taken_back_at_the_desk()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("wang", Role.Staff);
        await gateway.PersonAsync("chen", "h1");
        var proposal = await gateway.AskAsync(
            HttpMethod.Post, "/api/points/corrections", "desk", """{"household":"h1","points":200,"reason":"a test"}""");
        await gateway.AskAsync(HttpMethod.Post, $"/api/points/corrections/{proposal.GetProperty("id").GetString()}/approve", "manager");
        var page = await LoggedInAsync(gateway, "wang");
        await page.GotoAsync(gateway.Url + "/staff/points/h1");
        await page.ClickAsync("form[action$='/reserve'] button");
        await page.ClickAsync("form[action*='/post/'] button");
        Assert.Contains("they can change their mind", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        var resident = await LoggedInAsync(gateway, "chen");
        await resident.GotoAsync(gateway.Url + "/points");
        Assert.Contains("can go back to the desk until", await resident.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ClickAsync("form[action*='/undo/'] button");
        Assert.Equal("200", await page.InnerTextAsync(".count strong"));
        Assert.Contains("roll given back, points are back", await page.InnerTextAsync("main table"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("form[action*='/undo/']").CountAsync());
    }

    private static async Task<ShiftedTime> WithOwnTimeAsync(RunningGateway gateway)
    {
        var time = new ShiftedTime(TimeSpan.Zero);
        await gateway.StopGatewayAsync();
        gateway.Platform = new PlatformServices(time, () => true);
        await gateway.StartGatewayAsync();
        return time;
    }
}
