using System.Net;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Charging;

/// <summary>A start that waits for its feeder: place and wait in the API and on the charger's page; ten hours and two persons.</summary>
public sealed class FeederPageTests
{
    [Fact]
    public async Task The_place_and_the_wait_are_said_in_the_API_and_on_the_page_in_both_languages()
    {
        await using var gateway = await RunningGateway.StartAsync("feeders: [ { name: north, limit_w: 1000, sockets: [charger/c01] } ]");
        var board = await gateway.ChargerAsync();
        board.Sockets[0].Bike = new(960, 180, 0.2);
        Assert.Equal("ordered", await StartAsync(gateway, 1));
        Assert.Equal("queued", await StartAsync(gateway, 2));
        var second = (await gateway.AskAsync(HttpMethod.Get, "/api/chargers"))[0].GetProperty("connectors")[1];
        Assert.Equal("Reserved", second.GetProperty("status").GetString());
        var queue = second.GetProperty("queue");
        Assert.Equal((1, 60), (queue.GetProperty("place").GetInt32(), queue.GetProperty("wait_min").GetInt32()));

        using var browser = await StaffAsync(gateway, "desk");
        Assert.Contains("1st in line, about 60 min", await ReadAsync(browser, "/staff/chargers/c01?lang=en"), StringComparison.Ordinal);
        Assert.Contains("第 1 位，约 60 分钟", await ReadAsync(browser, "/staff/chargers/c01?lang=zh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_ten_hours_takes_two_persons()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.ChargerAsync();
        var proposed = await gateway.AskAsync(
            HttpMethod.Post, "/api/chargers/c01/configuration", body: """{"max_minutes":"720"}""");
        Assert.Equal("proposed", proposed.GetProperty("result").GetString());
        var path = $"/api/chargers/c01/configuration/{proposed.GetProperty("id").GetString()}/";
        Assert.Equal("second_person_needed", await ReasonAsync(gateway, path + "approve"));
        await gateway.AskAsync(HttpMethod.Post, path + "withdraw");
        Assert.Equal("no_such_proposal", await ReasonAsync(gateway, path + "approve"));
    }

    [Fact]
    public async Task Two_persons_decide_on_more_than_ten_hours_on_the_chargers_page()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.ChargerAsync();
        using var author = await StaffAsync(gateway, "desk");
        using var second = await StaffAsync(gateway, "second");
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(author, "", ("minutes", "1000")));
        Assert.Equal(HttpStatusCode.Redirect, await PostAsync(author, "", ("minutes", "720")));

        var own = await ReadAsync(author, "/staff/chargers/c01?lang=en");
        Assert.Contains("720 minutes at most, proposed by desk", own, StringComparison.Ordinal);
        Assert.Contains("Another person must approve", own, StringComparison.Ordinal);
        Assert.DoesNotContain("/approve", own, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(author, "/limit-1/approve"));

        var list = await ReadAsync(second, "/staff/chargers?lang=en");
        Assert.Contains("720 minutes at most, proposed by desk; another person must approve", list, StringComparison.Ordinal);
        Assert.Contains("/longest/limit-1/approve", await ReadAsync(second, "/staff/chargers/c01"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await PostAsync(second, "/limit-1/approve"));
        await Eventually.UntilAsync(
            () => ReadAsync(second, "/staff/chargers/c01?lang=en"), page => page.Contains("Now: 720 minutes", StringComparison.Ordinal));
        Assert.DoesNotContain("another person", await ReadAsync(second, "/staff/chargers?lang=en"), StringComparison.Ordinal);
    }

    private static async Task<HttpClient> StaffAsync(RunningGateway gateway, string name)
    {
        await gateway.PersonAsync(name, Role.Staff);
        return await gateway.BrowserOfAsync(name);
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        using var answer = await RunningGateway.PostFormAsync(browser, "/staff/chargers/c01/longest" + path, fields);
        return answer.StatusCode;
    }

    private static async Task<string> ReadAsync(HttpClient browser, string path) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(path, UriKind.Relative)));

    private static async Task<string?> StartAsync(RunningGateway gateway, int socket) =>
        (await gateway.AskAsync(HttpMethod.Post, $"/api/chargers/c01/sockets/{socket}/start", body: """{"minutes":60}"""))
        .GetProperty("result").GetString();

    private static async Task<string?> ReasonAsync(RunningGateway gateway, string path) =>
        (await gateway.AskAsync(HttpMethod.Post, path)).GetProperty("reason").GetString();
}
