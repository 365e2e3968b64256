using System.Net;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Shared;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>Open pages: they begin with what is now, and end with the login they were opened with.</summary>
public sealed class LivePageTests
{
    [Fact]
    public async Task A_live_page_starts_with_the_current_card()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Telemetry("fill", """{"category":"wet","fill":0.97}""");
        await Eventually.UntilAsync(() => gateway.GetAsync("/api/devices"), body => body.Contains("97 %", StringComparison.Ordinal));

        using var reader = new StreamReader(
            await gateway.Http.GetStreamAsync(new Uri("/live?only=bins-station-1&lang=en", UriKind.Relative)));

        Assert.Contains("97 %, full", await ReadUntilAsync(reader, "</footer>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outdated_parking_page_is_sent_everything_and_a_current_one_only_changes()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var bays = await gateway.BaysAsync();
        var page = await gateway.GetAsync("/parking?lang=en");
        var live = System.Text.RegularExpressions.Regex.Match(page, "sse-connect=\"(/parking/live\\?after=\\d+)\"").Groups[1].Value;
        using var same = new StreamReader(await gateway.Http.GetStreamAsync(new Uri(live, UriKind.Relative)));
        Assert.DoesNotContain("event: row-A-0", await ReadUntilAsync(same, "data: "), StringComparison.Ordinal);
        bays[0].Park(!bays[0].IsOccupied);
        await ReadUntilAsync(same, "event: row-A-0");

        using var older = new StreamReader(await gateway.Http.GetStreamAsync(new Uri(live, UriKind.Relative)));
        Assert.Contains("event: row-B-0", await ReadUntilAsync(older, "event: row-B-0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_alerts_are_sent_after_a_logout()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        gateway.Services.GetRequiredService<LivePages>().AskedAgainAfter = TimeSpan.FromSeconds(1);
        await gateway.PersonAsync("desk", Role.Staff);
        using var desk = await gateway.BrowserOfAsync("desk");
        using var reader = new StreamReader(await desk.GetStreamAsync(new Uri("/staff/alerts/live", UriKind.Relative)));
        Assert.Contains("event: hello", await ReadUntilAsync(reader, "event: list"), StringComparison.Ordinal);
        await RunningGateway.PostFormAsync(desk, "/logout");

        Assert.Contains("retry: 100", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        using var again = await desk.GetAsync(new Uri("/staff/alerts/live", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    private static async Task<string> ReadUntilAsync(StreamReader reader, string end)
    {
        var text = new System.Text.StringBuilder();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!text.ToString().Contains(end, StringComparison.Ordinal) && await reader.ReadLineAsync(patience.Token) is { } line)
            text.AppendLine(line);
        return text.ToString();
    }
}
