using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.People;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;
using NodaTime;

namespace Estate.Web.Alerts;

/// <summary>How much the alerts ask of the staff, shift by shift.</summary>
internal sealed class LoadEndpoints(PageContext page, AlertBoard board, AlertReader alerts)
{
    private const int Shown = 14, MostShifts = 62;

    internal void Map(WebApplication app)
    {
        var staff = app.MapGroup("/staff/alerts").RequirePage(Role.Staff);
        staff.MapGet("/load", (HttpContext context, int? back) => ShowAsync(context, Math.Clamp(back ?? 0, 0, MostShifts - 1)));
        staff.MapGet("/ten-minutes.csv", (HttpContext context, int? back) =>
            TenMinutesCsv(context, Math.Clamp(back ?? 0, 0, MostShifts - 1)));
        staff.MapGet("/weeks.csv", (HttpContext context) =>
            ChartTable.Csv("weeks.csv", AlertWeeksChart.Of(alerts, page.Reads).Alerts, Language.Of(context)));
        staff.MapGet("/minutes.csv", (HttpContext context) =>
            ChartTable.Csv("minutes.csv", AlertWeeksChart.Of(alerts, page.Reads).Minutes, Language.Of(context)));
        staff.MapGet("/load.csv", () => CsvFile.Of("load.csv", Loads(MostShifts).Select(one => LoadRow.Of(one, page.Reads.Zone))));
        app.MapGroup("/api/alerts").Require(Role.Staff).MapGet("/load", (int? shifts) => Results.Ok(new
        {
            Shifts = Loads(Math.Clamp(shifts ?? Shown, 1, MostShifts)).Select(LoadViews.Json),
            Stale = Stale().Select(AlertViews.Json),
        }));
    }

    private Task<IResult> ShowAsync(HttpContext context, int back)
    {
        var (periods, raised) = Read(Math.Max(Shown, back + 1));
        var shifts = periods.Take(Shown).Select(one => AlertLoad.Of(one, raised)).ToList();
        var selected = back < Shown ? shifts[back] : AlertLoad.Of(periods[back], raised);
        return page.ShowAsync<LoadPage>(
            context, (nameof(LoadPage.Shifts), shifts), (nameof(LoadPage.Selected), selected), (nameof(LoadPage.Back), back),
            (nameof(LoadPage.Weeks), AlertWeeksChart.Of(alerts, page.Reads)),
            (nameof(LoadPage.ByTenMinutes), AlertLoad.ByTenMinutes(periods[back], raised)), (nameof(LoadPage.Stale), Stale()),
            (nameof(LoadPage.Titles), alerts.TitlesOf(selected.MostFrequent.Select(one => one.Key))));
    }

    private IResult TenMinutesCsv(HttpContext context, int back)
    {
        var (periods, raised) = Read(back + 1);
        var chart = LoadChart.Of(AlertLoad.Of(periods[back], raised), AlertLoad.ByTenMinutes(periods[back], raised), page.Reads.Zone);
        return ChartTable.Csv("ten-minutes.csv", chart, Language.Of(context));
    }

    private IEnumerable<AlertLoad> Loads(int count)
    {
        var (periods, raised) = Read(count);
        return periods.Select(one => AlertLoad.Of(one, raised));
    }

    /// <summary>Newest first; the one that is on ends now. With all that was raised in them.</summary>
    private (IReadOnlyList<Interval> Periods, IReadOnlyList<AlertOccurrence> Raised) Read(int count)
    {
        var now = page.Reads.Clock.Now;
        var shifts = page.Reads.Model.Alerts.Policy.Shifts.Last(count, now, page.Reads.Zone);
        var current = new Interval(shifts[0].Start, Instant.Max(now, shifts[0].Start + Duration.FromMinutes(1)));
        return ([current, .. shifts.Skip(1)], alerts.Raised(shifts[^1].Start, current.End));
    }

    private IReadOnlyList<Alert> Stale()
    {
        var before = page.Reads.Clock.Now - AlertLoad.StaleAfter;
        return [.. (board.Current?.Open ?? []).Where(one => one.Since < before).OrderBy(one => one.Since)];
    }
}
