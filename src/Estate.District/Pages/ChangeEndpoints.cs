using System.Globalization;
using Estate.District.Reports;

namespace Estate.District.Pages;

/// <summary>Before and after a day, as a page, a table for spreadsheets, and JSON.</summary>
internal static class ChangeEndpoints
{
    private const int DefaultWeeks = 4, FirstYear = 2020;

    internal static void MapChanges(this IEndpointRouteBuilder app)
    {
        app.MapGet("/change", (HttpContext context, Changes all, PageRenderer pages) => AskAsync(
            context, all, (asked, rows) => pages.PageAsync<ChangePage>(
                Language.Of(context), PageEndpoints.Of(context).Area, (nameof(ChangePage.Asked), asked.Question),
                (nameof(ChangePage.IsByStreet), asked.IsByStreet), (nameof(ChangePage.Since), asked.Since),
                (nameof(ChangePage.Asking), asked.Asking), (nameof(ChangePage.Weeks), asked.Weeks), (nameof(ChangePage.Rows), rows))));
        app.MapGet("/api/change", (HttpContext context, Changes all) => AskAsync(context, all, (asked, rows) => Task.FromResult(
            Results.Json(new { question = asked.Question.Id, asked.Since, asked.Weeks, rows }))));
        app.MapGet("/change.csv", (HttpContext context, Changes all) => AskAsync(context, all, (_, rows) => Task.FromResult(
            Csv(Language.Of(context), rows))));
    }

    private sealed record Ask(Question Question, bool IsByStreet, DateOnly Since, int Asking, int Weeks);

    private static async Task<IResult> AskAsync(
        HttpContext context, Changes all, Func<Ask, IReadOnlyList<ChangedRow>, Task<IResult>> show)
    {
        var today = PageEndpoints.Today(context);
        if (PageEndpoints.QuestionOf(context) is not { } question)
            return PageEndpoints.Wrong(context, "没有这个问题", "there is no such question");
        if (PageEndpoints.Asked(context, "by", "estate") is not (("estate" or "street") and var by))
            return PageEndpoints.Wrong(context, "by：estate 或 street", "by: estate or street");
        if (PageEndpoints.Number(context, "weeks", DefaultWeeks, Changes.MostWeeks) is not { } asking)
            return PageEndpoints.Wrong(context, $"weeks：1–{Changes.MostWeeks}", $"weeks: 1 to {Changes.MostWeeks}");
        var since = context.Request.Query["since"].ToString() is { Length: > 0 } text
            ? DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default
            : today.AddDays(-7 * DefaultWeeks);
        var weeks = Math.Min(asking, (today.DayNumber - since.DayNumber) / 7);
        if (since.Year < FirstYear || weeks < 1)
            return PageEndpoints.Wrong(
                context, $"since：{FirstYear} 年起、至少一周以前的日子，如 2026-03-01",
                $"since: a day from {FirstYear} on, a week ago or more, such as 2026-03-01");
        var rows = await all.AskAsync(PageEndpoints.Of(context), question, by == "street", (since, weeks), context.RequestAborted);
        return await show(new(question, by == "street", since, asking, weeks), rows);
    }

    private static IResult Csv(Language language, IReadOnlyList<ChangedRow> rows) => CsvFile.Of(
        "change.csv",
        [language.Pick("小区或街镇", "Estate or street"), language.Pick("之前", "Before"), language.Pick("之后", "Since"),
            language.Pick("变化", "Change")],
        rows.Select(row => (language.Pick(row.Name), new[] { row.Before, row.After, row.Change }
            .Select(one => Figures.Of(one, AnswerUnit.Minutes)))));
}
