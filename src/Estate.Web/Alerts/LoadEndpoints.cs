using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.People;
using Estate.Web.Shared;
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
        staff.MapGet("/load.csv", () => CsvFile.Of("load.csv", Loads(MostShifts).Select(one => LoadRow.Of(one, page.Reads.Zone))));
        app.MapGroup("/api/alerts").Require(Role.Staff).MapGet("/load", (int? shifts) => Results.Ok(new
        {
            Shifts = Loads(Math.Clamp(shifts ?? Shown, 1, MostShifts)).Select(LoadViews.Json),
            Stale = Stale().Select(AlertViews.Json),
        }));
    }

    private Task<IResult> ShowAsync(HttpContext context, int back)
    {
        var periods = Periods(Math.Max(Shown, back + 1));
        var raised = alerts.Raised(periods[^1].Start, periods[0].End);
        var selected = AlertLoad.Of(periods[back], raised);
        return page.ShowAsync<LoadPage>(
            context, (nameof(LoadPage.Shifts), periods.Take(Shown).Select(one => AlertLoad.Of(one, raised)).ToList()),
            (nameof(LoadPage.Selected), selected), (nameof(LoadPage.Back), back),
            (nameof(LoadPage.ByTenMinutes), AlertLoad.ByTenMinutes(periods[back], raised)), (nameof(LoadPage.Stale), Stale()),
            (nameof(LoadPage.Titles), alerts.TitlesOf(selected.MostFrequent.Select(one => one.Key))));
    }

    private IEnumerable<AlertLoad> Loads(int count)
    {
        var periods = Periods(count);
        var raised = alerts.Raised(periods[^1].Start, periods[0].End);
        return periods.Select(one => AlertLoad.Of(one, raised));
    }

    /// <summary>Newest first; the one that is on ends now.</summary>
    private IReadOnlyList<Interval> Periods(int count)
    {
        var now = page.Reads.Clock.Now;
        var shifts = AlertShift.Last(count, now, page.Reads.Zone);
        return [new(shifts[0].Start, Instant.Max(now, shifts[0].Start + Duration.FromMinutes(1))), .. shifts.Skip(1)];
    }

    private IReadOnlyList<Alert> Stale()
    {
        var before = page.Reads.Clock.Now - AlertLoad.StaleAfter;
        return [.. (board.Current?.Open ?? []).Where(one => one.Since < before).OrderBy(one => one.Since)];
    }
}
