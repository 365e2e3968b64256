using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Patrol;

/// <summary>A guard's tap, from the reader on the wall to the desk.</summary>
public sealed class PatrolPageTests
{
    [Fact]
    public async Task A_guards_tap_is_answered_counted_and_displayed()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var reader = await gateway.CheckpointAsync();
        var answers = new System.Collections.Concurrent.ConcurrentQueue<string>();
        reader.Acknowledged = ack => answers.Enqueue($"{ack.Result} {ack.DisplayText}");

        reader.Tap(RunningGateway.GuardCard);
        reader.Tap("CARD0001");

        await Eventually.UntilAsync(() => answers.Count == 2);
        Assert.Contains("visited", answers.First(), StringComparison.Ordinal);
        // By its name: nobody on a round knows ids.
        Assert.EndsWith("next: Patrol checkpoint 2", answers.First(), StringComparison.Ordinal);
        Assert.StartsWith("refused", answers.Last(), StringComparison.Ordinal);
        var patrol = (await gateway.AskAsync(HttpMethod.Get, "/api/patrols"))[0];
        Assert.Equal(
            ("garage", "7"),
            (patrol.GetProperty("current").GetProperty("visits")[0].GetProperty("checkpoint").GetString(),
            patrol.GetProperty("current").GetProperty("visits")[0].GetProperty("guard").GetString()));
        await gateway.PersonAsync("desk", Role.Staff);
        using var desk = await gateway.BrowserOfAsync("desk");
        Assert.Contains("guard 7", await desk.GetStringAsync("/staff/patrol?lang=en"), StringComparison.Ordinal);
        Assert.Contains(
            "保安 7", System.Net.WebUtility.HtmlDecode(await desk.GetStringAsync("/staff/patrol?lang=zh")), StringComparison.Ordinal);
        Assert.StartsWith(
            "Patrol,Round,From,To,Visited,Missed,Guards", await desk.GetStringAsync("/staff/patrol/rounds.csv"), StringComparison.Ordinal);
    }
}
