using System.Net;
using Estate.Domain.People;
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

        using var browser = new HttpClient { BaseAddress = new Uri(gateway.Url) };
        await gateway.PersonAsync("desk", Role.Staff);
        using var login = new HttpRequestMessage(HttpMethod.Post, "/login")
        {
            Content = new FormUrlEncodedContent([new("name", "desk"), new("password", RunningGateway.Secret)]),
        };
        login.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var welcome = await browser.SendAsync(login);
        Assert.Contains("1st in line, about 60 min", await PageAsync("en"), StringComparison.Ordinal);
        Assert.Contains("第 1 位，约 60 分钟", await PageAsync("zh"), StringComparison.Ordinal);

        async Task<string> PageAsync(string language) => WebUtility.HtmlDecode(
            await browser.GetStringAsync(new Uri("/staff/chargers/c01?lang=" + language, UriKind.Relative)));
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

    private static async Task<string?> StartAsync(RunningGateway gateway, int socket) =>
        (await gateway.AskAsync(HttpMethod.Post, $"/api/chargers/c01/sockets/{socket}/start", body: """{"minutes":60}"""))
        .GetProperty("result").GetString();

    private static async Task<string?> ReasonAsync(RunningGateway gateway, string path) =>
        (await gateway.AskAsync(HttpMethod.Post, path)).GetProperty("reason").GetString();
}
