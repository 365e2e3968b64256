using System.Globalization;
using Estate.District.Accounts;
using Estate.District.Reports;

namespace Estate.District.Pages;

/// <summary>Pages, the same as tables for spreadsheets, and as JSON under /api: each of what the account may see.</summary>
internal static class PageEndpoints
{
    private const int DefaultWeeks = 8, DaysOfEstate = 28, MostDays = 400;

    internal static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", async (HttpContext context, Overviews estates, PageRenderer pages) => await pages.PageAsync<GridPage>(
            Language.Of(context), Of(context).Area, (nameof(GridPage.All), await estates.AllAsync(Of(context), context.RequestAborted))));
        app.MapGet("/api/estates", async (HttpContext context, Overviews estates) =>
            Results.Json(await estates.AllAsync(Of(context), context.RequestAborted)));
        app.MapGet("/estates.csv", async (HttpContext context, Overviews estates) =>
            EstatesCsv(Language.Of(context), await estates.AllAsync(Of(context), context.RequestAborted)));
        app.MapGet("/estates/{site}", (string site, HttpContext context, PageRenderer pages, DistrictSettings settings) =>
            OneAsync(site, context, report => pages.PageAsync<EstatePage>(
                Language.Of(context), Of(context).Area, (nameof(EstatePage.Report), report),
                (nameof(EstatePage.Zone), TimeZoneInfo.FindSystemTimeZoneById(settings.Zone)))));
        // Each takes more than the context: of a delegate that takes nothing else the answer would not be written.
        app.MapGet("/api/estates/{site}", (string site, HttpContext context) =>
            OneAsync(site, context, report => Task.FromResult(Results.Json(report))));
        app.MapGet("/estates/{site}/days.csv", (string site, HttpContext context) =>
            OneAsync(site, context, report => Task.FromResult(DaysCsv(Language.Of(context), report))));
        app.MapGet("/compare", (HttpContext context, Comparisons all, PageRenderer pages) => CompareAsync(
            context, all, (asked, by, weeks, rows) => pages.PageAsync<ComparePage>(
                Language.Of(context), Of(context).Area, (nameof(ComparePage.Asked), asked), (nameof(ComparePage.By), by),
                (nameof(ComparePage.Weeks), weeks), (nameof(ComparePage.Rows), rows))));
        app.MapGet("/api/compare", (HttpContext context, Comparisons all) => CompareAsync(context, all, (asked, _, weeks, rows) =>
            Task.FromResult(Results.Json(new { question = asked.Id, weeks, rows }))));
        app.MapGet("/compare.csv", (HttpContext context, Comparisons all) => CompareAsync(context, all, (_, _, weeks, rows) =>
            Task.FromResult(CompareCsv(Language.Of(context), weeks, rows))));
    }

    internal static Account Of(HttpContext context) => AccountServices.AccountOf(context);

    private static async Task<IResult> OneAsync(string site, HttpContext context, Func<EstateReport, Task<IResult>> show)
    {
        var reports = context.RequestServices.GetRequiredService<EstateReports>();
        if (Number(context, "days", DaysOfEstate, MostDays) is not { } days)
            return Wrong(context, $"days: 1–{MostDays}", $"days: 1 to {MostDays}");
        var from = Today(context).AddDays(1 - days);
        return await reports.FindAsync(Of(context), site, (from, days), context.RequestAborted) is { } report ? await show(report)
            : Results.NotFound();
    }

    private static async Task<IResult> CompareAsync(
        HttpContext context, Comparisons all,
        Func<Question, CompareBy, IReadOnlyList<DateOnly>, IReadOnlyList<ComparedRow>, Task<IResult>> show)
    {
        if (QuestionOf(context) is not { } question)
            return Wrong(context, "没有这个问题", "there is no such question");
        if (ByOf(Asked(context, "by", "estate")) is not { } by || (by == CompareBy.Reason && question.Id != Question.Trips))
            return Wrong(context, "by：estate、street，或者充电断电的 reason", "by: estate, street, or for trips of chargers reason");
        if (Number(context, "weeks", DefaultWeeks, Comparisons.MostWeeks) is not { } weeks)
            return Wrong(context, $"weeks：1–{Comparisons.MostWeeks}", $"weeks: 1 to {Comparisons.MostWeeks}");
        var today = Today(context);
        var first = today.AddDays(-((int)today.DayOfWeek + 6) % 7 - (7 * (weeks - 1)));
        var rows = by == CompareBy.Reason ? await all.ReasonsAsync(Of(context), (first, weeks), context.RequestAborted)
            : await all.AskAsync(Of(context), question, by == CompareBy.Street, (first, weeks), context.RequestAborted);
        return await show(question, by, [.. Enumerable.Range(0, weeks).Select(week => first.AddDays(7 * week))], rows);
    }

    private static CompareBy? ByOf(string word) => word switch
    {
        "estate" => CompareBy.Estate,
        "street" => CompareBy.Street,
        "reason" => CompareBy.Reason,
        _ => null,
    };

    internal static DateOnly Today(HttpContext context)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(context.RequestServices.GetRequiredService<DistrictSettings>().Zone);
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
    }

    /// <summary>The first one where none is asked for; null where there is no such question.</summary>
    internal static Question? QuestionOf(HttpContext context) => Question.Find(Asked(context, "question", Question.All[0].Id));

    internal static string Asked(HttpContext context, string name, string otherwise) =>
        context.Request.Query[name].ToString() is { Length: > 0 } one ? one : otherwise;

    /// <returns>Null where it is no number of 1 to the most.</returns>
    internal static int? Number(HttpContext context, string name, int otherwise, int most) =>
        context.Request.Query[name].ToString() is not { Length: > 0 } text ? otherwise
            : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number : null;

    internal static IResult Wrong(HttpContext context, string zh, string en) =>
        Results.Text(Language.Of(context).Pick(zh, en), "text/plain; charset=utf-8", statusCode: StatusCodes.Status400BadRequest);

    private static IResult EstatesCsv(Language language, IReadOnlyList<EstateNow> all) => CsvFile.Of(
        "estates.csv",
        [language.Pick("小区", "Estate"), "site", language.Pick("最后消息（UTC）", "Heard at (UTC)"),
            language.Pick("严重且无人处理", "Serious, not taken"), language.Pick("未结束的报警", "Open alerts"),
            language.Pick("失联设备", "Silent devices")],
        all.Select(one => (language.Pick(one.Name), (IEnumerable<string>)[
            one.Site, one.HeardAt?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "",
            Figures.Number(one.High), Figures.Number(one.Open), Figures.Number(one.Silent)])));

    private static IResult DaysCsv(Language language, EstateReport report) => CsvFile.Of(
        report.Site + ".csv",
        [language.Pick("日期", "Day"), language.Pick("参与户数", "Households"), language.Pick("参与率", "Participation"),
            language.Pick("湿垃圾占比", "Wet share"), language.Pick("积分次数", "Awards"), language.Pick("充电断电", "Trips of chargers"),
            language.Pick("处理用时（分钟）", "Minutes to acknowledge"), language.Pick("关门达标", "Gate shut as decided"),
            language.Pick("设备失联", "Fell silent"), language.Pick("电梯困停", "Lifts stuck")],
        report.Days.Select(one => (one.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), (IEnumerable<string>)[
            Figures.Number(one.Households), Figures.Percent(one.Participation), Figures.Percent(one.WetShare), Figures.Number(one.Awards),
            Figures.Number(one.Trips), Figures.Minutes(one.AcknowledgedMinutes), Figures.Percent(one.Conformance),
            Figures.Number(one.Silences), Figures.Number(one.Stuck)])));

    private static IResult CompareCsv(Language language, IReadOnlyList<DateOnly> weeks, IReadOnlyList<ComparedRow> rows) => CsvFile.Of(
        "compare.csv",
        weeks.Select(week => week.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Prepend(language.Pick("小区、街镇或原因", "Estate, street or reason")),
        rows.Select(row => (language.Pick(row.Name), row.Weeks.Select(one => Figures.Of(one, AnswerUnit.Minutes)))));
}
