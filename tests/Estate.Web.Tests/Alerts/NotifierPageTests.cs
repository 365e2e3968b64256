using System.Net;
using System.Text.Json;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Alerts;

/// <summary>"Send me a test": the answer of the receiver, whatever it is.</summary>
public sealed class NotifierPageTests
{
    [Fact]
    public async Task A_test_says_whether_it_arrived_and_is_not_kept()
    {
        using var robot = new ScriptedHttp(
            new ScriptedAnswer(200, """{"code":19021}"""), new(200, """{"code":0}"""));
        await using var gateway = await RunningGateway.StartAsync(
            "alerts: { notifiers: [ { name: fly, type: feishu } ] }", secrets: [("fly", new Uri(robot.Url, "hook/abc") + " key")]);
        await gateway.PersonAsync("li", Role.Staff);
        using var staff = await gateway.BrowserOfAsync("li");
        staff.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        Assert.Contains("Send me a test by fly", await staff.GetStringAsync(new Uri("/staff/alerts/notifiers", UriKind.Relative)),
            StringComparison.Ordinal);
        Assert.Contains("code 19021", await TestAsync(staff, "fly", HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Contains("fly took the test", await TestAsync(staff, "fly", HttpStatusCode.OK), StringComparison.Ordinal);
        await TestAsync(staff, "nobody", HttpStatusCode.NotFound);
        using var body = JsonDocument.Parse(robot.Received.Last().Body);
        Assert.Contains("[TEST]", body.RootElement.GetProperty("content").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM outbox"));
    }

    private static async Task<string> TestAsync(HttpClient browser, string name, HttpStatusCode expected)
    {
        using var answer = await browser.PostAsync(new Uri($"/staff/alerts/notifiers/{name}/test", UriKind.Relative), null);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
