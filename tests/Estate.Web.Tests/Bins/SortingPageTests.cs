using System.Net;
using Estate.Adapters.Storage;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Bins;

/// <summary>How sorting goes, and when a bin will be full, as everybody sees it.</summary>
public sealed class SortingPageTests
{
    [Fact]
    public async Task Days_of_fewer_than_five_households_are_left_out_and_others_stand_beside_the_goal()
    {
        await using var gateway = await RunningGateway.StartAsync("sorting: { participation_goal: 0.9 }");
        var station = await gateway.StationAsync();
        foreach (var card in RunningGateway.BikeCards.Take(4))
            station.Deposit(station.Tap(card), "wet", 400);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("b3"), balance => balance == 5);
        Assert.EndsWith(" (so far),,\r\n", await FileAsync(gateway, "participation"), StringComparison.Ordinal);
        Assert.EndsWith(" (so far),,\r\n", await FileAsync(gateway, "wet-share"), StringComparison.Ordinal);
        station.Deposit(station.Tap(RunningGateway.BikeCards[4]), "residual", 400);
        Assert.EndsWith(" (so far),80.0,2\r\n", await Eventually.UntilAsync(() => FileAsync(gateway, "wet-share"), text =>
            !text.EndsWith(",,\r\n", StringComparison.Ordinal)), StringComparison.Ordinal);
        var page = WebUtility.HtmlDecode(await gateway.GetAsync("/sorting?lang=en"));
        Assert.Contains("Days on which fewer than 5 households sorted are left out.", page, StringComparison.Ordinal);
        Assert.Contains("goal of 90 % (the estate's own goal)", page, StringComparison.Ordinal);
        Assert.Contains("goal of 35 % (Shanghai's mean of January to May 2024", page, StringComparison.Ordinal);
        Assert.Contains("/sorting", await gateway.GetAsync("/stations/station-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wet_share_and_its_goal_are_those_of_the_committees_page()
    {
        await using var gateway = await RunningGateway.StartAsync("sorting: { wet_share_goal: 0.6 }");
        await gateway.PersonAsync("zhao", Role.Committee);
        var station = await gateway.StationAsync();
        foreach (var (card, category) in RunningGateway.BikeCards.Take(5).Zip(["wet", "wet", "wet", "residual", "recyclable"]))
            station.Deposit(station.Tap(card), category, 400);
        Assert.EndsWith(" (so far),75.0,2\r\n", await Eventually.UntilAsync(() => FileAsync(gateway, "wet-share"), text =>
            text.Contains(",2\r\n", StringComparison.Ordinal)), StringComparison.Ordinal);
        using var member = await gateway.BrowserOfAsync("zhao");
        var page = WebUtility.HtmlDecode(await member.GetStringAsync(new Uri("/committee?lang=en", UriKind.Relative)));
        const string goal = "goal of 60 % (the estate's own goal)";
        Assert.Contains("✓ 75 %", page, StringComparison.Ordinal);
        Assert.Contains(goal, page, StringComparison.Ordinal);
        Assert.Contains(goal, WebUtility.HtmlDecode(await gateway.GetAsync("/sorting?lang=en")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_bins_and_emptyings_below_half_are_counted_by_week()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        foreach (var fill in new[] { "0.95", "0.10", "0.45", "0.05" })
            station.Telemetry("fill", $$"""{"category":"wet","fill":{{fill}}}""");
        // The second emptying is within half an hour of the first: the same.
        Assert.EndsWith(" (so far),1,0,1\r\n", await Eventually.UntilAsync(() => FileAsync(gateway, "collections"), text =>
            text.Contains(",1,0,1", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_bin_will_be_full_is_said_with_its_error_and_only_where_it_beats_last_week()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        var (rollups, now) = (gateway.Services.GetRequiredService<Rollups>(), Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
        var midnight = now.InZone(gateway.Model.Programme.Zone).Date.AtStartOfDayInZone(gateway.Model.Programme.Zone).ToInstant();
        foreach (var half in Enumerable.Range(0, 43 * 48))
        {
            var (day, at) = (half / 48, midnight - Duration.FromDays(43) + Duration.FromMinutes(30 * half));
            // Wet rises alike each day from another level; residual is as full as a week before, to the point.
            Add("wet", (0.05 * (day % 5)) + (0.01 * (half % 48)));
            Add("residual", 0.02 * (day % 7) * (half % 48) / 10.0);

            void Add(string category, double fill) =>
                rollups.Add(new("bin", at, [("station", "station-1"), ("category", category)], [("fill", fill)]));
        }
        rollups.Flush(now);
        station.Telemetry("fill", """{"category":"wet","fill":0.5}""");
        station.Telemetry("fill", """{"category":"residual","fill":0.2}""");
        var page = await Eventually.UntilAsync(() => gateway.GetAsync("/stations/station-1?lang=en"), text =>
            text.Contains("20 %", StringComparison.Ordinal) && text.Contains("50 %", StringComparison.Ordinal));
        var said = page[page.IndexOf("id=\"forecast\"", StringComparison.Ordinal)..];
        Assert.Matches("<strong>Wet</strong>: (not full by|full by about)", said);
        Assert.Matches("off by 0 points on average; last week&#x27;s level, by [1-9]", said);
        Assert.DoesNotContain("<strong>Residual</strong>", said, StringComparison.Ordinal);
    }

    private static Task<string> FileAsync(RunningGateway gateway, string name) => gateway.GetAsync($"/sorting/{name}.csv?lang=en");
}
