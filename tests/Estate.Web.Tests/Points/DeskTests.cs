using System.Text.Json;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Points;

/// <summary>The redemption desk over HTTP.</summary>
public sealed class DeskTests
{
    [Fact]
    public async Task A_correction_approved_by_two_people_pays_for_a_roll()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var proposal = await gateway.AskAsync(
            HttpMethod.Post, "/api/points/corrections", "desk", """{"household":"h1","points":200,"reason":"scale broken in February"}""");
        var id = proposal.GetProperty("id").GetString();
        Assert.Equal("second_person_needed", Reason(await gateway.AskAsync(HttpMethod.Post, $"/api/points/corrections/{id}/approve")));
        Assert.Equal(
            "corrected",
            (await gateway.AskAsync(HttpMethod.Post, $"/api/points/corrections/{id}/approve", "manager")).GetProperty("result")
                .GetString());

        var reserved = await gateway.AskAsync(HttpMethod.Post, "/api/points/rolls", "desk", """{"household":"h1"}""");
        Assert.Equal(40, await gateway.BalanceAsync("h1"));
        var roll = reserved.GetProperty("id").GetString();

        // The gateway dies with the roll set aside; it must still be handed out, once.
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        Assert.Equal(
            "posted", (await gateway.AskAsync(HttpMethod.Post, $"/api/points/rolls/{roll}/post")).GetProperty("result").GetString());
        Assert.Equal("no_such_reservation", Reason(await gateway.AskAsync(HttpMethod.Post, $"/api/points/rolls/{roll}/void")));
        Assert.Equal(
            "not_enough_points", Reason(await gateway.AskAsync(HttpMethod.Post, "/api/points/rolls", "desk", """{"household":"h1"}""")));
        var statement = await gateway.AskAsync(HttpMethod.Get, "/api/points/households/h1");
        Assert.Equal([-160, 200], statement.GetProperty("transfers").EnumerateArray().Select(one => one.GetProperty("points").GetInt32()));
    }

    [Theory]
    [InlineData("GET", "/api/points/households/h1")]
    [InlineData("POST", "/api/points/rolls")]
    [InlineData("POST", "/api/points/corrections/x/approve")]
    public async Task Without_a_token_nothing_is_revealed_and_nothing_happens(string method, string path)
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Equal(
            "token_needed", Reason(await gateway.AskAsync(new HttpMethod(method), path, operatorName: null, """{"household":"h1"}""")));
    }

    private static string? Reason(JsonElement answer) => answer.GetProperty("reason").GetString();
}
