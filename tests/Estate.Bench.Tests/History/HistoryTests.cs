using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Alerts;
using Estate.Domain.CallButtons;
using Estate.Domain.Devices;
using Estate.Domain.Funds;
using Estate.Domain.Garage;
using Estate.Domain.Parking;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Domain.Projects;
using Estate.Domain.Visits;
using Estate.Gateway;
using Estate.Gateway.Pipeline;
using Estate.TestKit;
using Estate.Web;
using Estate.Web.Alerts;
using Estate.Web.Bins;
using Estate.Web.Charging;
using Estate.Web.Committee;
using Estate.Web.Gate;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Bench.Tests.History;

/// <summary>The past a demonstration begins with is made by the gateway's own pipeline, and shows something everywhere.</summary>
public sealed class HistoryTests
{
    private const int Days = 9;

    [Fact]
    public async Task Every_chart_has_numbers_and_every_balance_is_the_ledgers()
    {
        using var folder = new DemonstrationFolder();
        var report = await folder.Maker().MakeAsync(Days, TimeProvider.System.GetUtcNow());
        Assert.Equal(0, report.Lost);
        Assert.Empty(folder.Rows<string>("SELECT reason || ' ' || topic || ' ' || detail FROM reject LIMIT 5"));
        // Strange cards come; nothing breaks, and nobody breaks in.
        Assert.Empty(folder.Rows<string>(
            """
            SELECT at || ' ' || body FROM fact
            WHERE type = 'door_alarm_changed' AND json_extract(body, '$.alarm') <> 'repeated_attempts' LIMIT 5
            """));
        using var alone = new GatewayLock(folder.Folder);
        await using var app = GatewayHost.Build(folder.Model, alone, "http://127.0.0.1:0", PlatformServices.Real);
        AssertCharts(app);
        AssertUsual(app);
        AssertAgreement(app, folder);
        AssertSay(app);
        AssertCalls(app);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_past()
    {
        using var one = new DemonstrationFolder();
        using var other = new DemonstrationFolder(one);
        var until = new DateTimeOffset(2026, 11, 30, 21, 0, 0, TimeSpan.FromHours(8));
        await one.Maker().MakeAsync(1, until);
        await other.Maker().MakeAsync(1, until);
        // All but what has an id of its own each time, as alerts do.
        const string Past = "SELECT at || ' ' || device || ' ' || type FROM fact ORDER BY n";
        Assert.Equal(one.Rows<string>(Past), other.Rows<string>(Past));
        const string Balances = "SELECT name || '=' || balance FROM account ORDER BY name";
        Assert.Equal(one.Rows<string>(Balances), other.Rows<string>(Balances));
    }

    [Fact]
    public async Task Neither_a_real_estate_nor_one_with_a_past_gets_another()
    {
        using var folder = new DemonstrationFolder();
        Assert.Null(folder.Maker().Refusal());
        await folder.Maker().MakeAsync(1, new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.FromHours(8)));
        Assert.Contains("has a past already", folder.Maker().Refusal(), StringComparison.Ordinal);
        using var real = new DemonstrationFolder();
        File.Delete(real.Folder.Demonstration);
        Assert.Contains("is no demonstration", real.Maker().Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_making_left_is_not_gone_on_with()
    {
        using var folder = new DemonstrationFolder();
        File.WriteAllText(folder.Folder.Database + ".past", "half");
        File.WriteAllText(folder.Folder.Database + ".past-wal", "of it");
        Assert.Null(folder.Maker().Refusal());
        await folder.Maker().MakeAsync(1, new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.FromHours(8)));
        Assert.Equal(["ok"], folder.Rows<string>("PRAGMA integrity_check"));
        Assert.Empty(Directory.GetFiles(folder.Folder.Root, "*.past*"));
    }

    [Fact]
    public async Task A_demonstration_without_a_past_lets_households_into_its_garage_too()
    {
        using var folder = new DemonstrationFolder();
        using var alone = new GatewayLock(folder.Folder);
        await using var app = GatewayHost.Build(folder.Model with { Influx = null }, alone, "http://127.0.0.1:0", PlatformServices.Real);
        await app.StartAsync();
        var (loop, garage) = (app.Services.GetRequiredService<EstateLoop>(), new DeviceId(GarageKind.KindName, "bikes"));
        var permits = await Eventually.UntilAsync(
            async () => ((GarageState)(await loop.InspectAsync(machine => machine.StateOf(garage)))!).Permits, all => all.Length == 135);
        Assert.DoesNotContain(permits, permit => permit.Household == "h0010");
        await app.StopAsync();
    }

    private static void AssertCharts(WebApplication app)
    {
        T Of<T>()
            where T : notnull => app.Services.GetRequiredService<T>();
        var (reads, totals) = (Of<PageReads>(), Of<TotalsReader>());
        var sorting = new SortingCharts(reads, totals);
        var gate = reads.Model.Inventory.First(one => one.Device is { Kind: "gate", Name: "s-gate" }).Device;
        Chart[] charts =
        [
            sorting.Participation(sorting.ByMonth()), sorting.WetShare(sorting.ByMonth()), sorting.Collections(),
            EnergyChart.Of(totals, reads), PassageChart.Of(totals, reads, gate), AlertWeeksChart.Of(Of<AlertReader>(), reads).Alerts,
            TurnoutChart.Of(Of<PollReactor>().Polls[0], totals, reads),
        ];
        Assert.All(charts, chart => Assert.True(
            chart.Series.Any(series => series.Values.Any(value => value > 0)), chart.Title.En + " shows nothing"));
        // The month with most of it: one that has just begun says little.
        var month = sorting.ByMonth().MaxBy(one => one.GramsByCategory.Values.Sum())!;
        Assert.InRange(month.WetShare!.Value, 0.34, 0.41);
    }

    /// <summary>A project from wish to satisfaction, one that is back on the list, and a list that the resident can still tick.</summary>
    private static void AssertSay(WebApplication app)
    {
        T Of<T>()
            where T : notnull => app.Services.GetRequiredService<T>();
        var projects = Of<ProjectReactor>();
        Assert.Equal((ProjectState.Accepted, 3), (projects.Find("project-1")!.State, projects.Find("project-1")!.Meetings.Length));
        Assert.True(projects.Find("project-2")!.IsBack);
        Assert.InRange(projects.All.Count(one => one.State == ProjectState.Committed), 6, 8);
        Assert.Contains(projects.Wishes, wish => wish.Reason is not null);
        var open = Of<PollReactor>().Polls.Single(one => one is { Result: null, Poll.Kind: PollKind.List });
        Assert.True(open.IsApproved && !open.HasTicked("h0001"));
        Assert.NotNull(open.TurnoutBy(Of<PageReads>().Model.Buildings.Of));
        Assert.Equal(2, Of<FundReactor>().Published.Count);
        Assert.Equal(3, Of<VisitReactor>().VisibleTo("chair").Count);
    }

    /// <summary>Taxis came, and whoever called for help got it.</summary>
    private static void AssertCalls(WebApplication app)
    {
        T Of<T>()
            where T : notnull => app.Services.GetRequiredService<T>();
        var reads = Of<PageReads>();
        var months = CallCounts.ByMonth(
            Of<TotalsReader>().ByDay(CallButtonKind.KindName, reads.Today.PlusDays(-2 * Days), reads.Today));
        Assert.InRange(months.Sum(month => month.Taxis), 2, Days);
        Assert.True(months.Sum(month => month.PickedUp) > 0, "nobody was picked up");
        Assert.DoesNotContain(Of<AlertReactor>().Open, alert => alert.Key.Type == "help_called");
    }

    private static void AssertUsual(WebApplication app)
    {
        var reads = app.Services.GetRequiredService<PageReads>();
        var counts = reads.Reader.FactsOf<LotCounted>(new DeviceId("lot", "main"), 5_000);
        // A second day of this weekday is over already.
        var usual = UsualWeek.Learn(counts, reads.Zone).Of(reads.Today.PlusDays(-1).DayOfWeek);
        Assert.True(usual.Length > 40, $"{usual.Length} half hours of yesterday's weekday are known");
        Assert.InRange(usual.Max(half => half.Free) - usual.Min(half => half.Free), 30, 185);
    }

    private static void AssertAgreement(WebApplication app, DemonstrationFolder folder)
    {
        T Of<T>()
            where T : notnull => app.Services.GetRequiredService<T>();
        // What the sensors saw more than the counter, each night.
        var nights = Of<PageReads>().Reader.FactsOf<CounterRebased>(new DeviceId("lot", "main"), 100);
        Assert.InRange(nights.Count, Days - 2, Days + 2);
        Assert.All(nights, night => Assert.InRange(night.Residual, -5, 5));
        Assert.All(Of<AlertReactor>().Open, alert => Assert.DoesNotContain("silent", alert.Key.Type, StringComparison.Ordinal));
        var ledger = Of<Ledger>();
        var moved = folder.Rows<(string Account, long Points)>(
            """
            SELECT account, sum(points) FROM (
              SELECT credit AS account, points FROM transfer UNION ALL SELECT debit, -points FROM transfer)
            WHERE account LIKE 'household:%' GROUP BY account
            """);
        Assert.True(moved.Count > 800, $"{moved.Count} households have points");
        Assert.All(moved, one => Assert.Equal(one.Points, ledger.BalanceOf(AccountId.Household(one.Account["household:".Length..]))));
        Assert.InRange(ledger.BalanceOf(AccountId.Household("h0001")), 5 * (Days - 3), 10 * (Days + 1));
    }
}
