using System.Globalization;
using Estate.District.Accounts;
using Estate.District.Estates;
using Estate.District.Proposals;

namespace Estate.District.Pages;

/// <summary>What is proposed to estates, and how they answered. Committees look on; streets and the district propose.</summary>
internal static class ProposalEndpoints
{
    private const int MaxForm = 131_072, DefaultDays = 60, MostDays = 400;

    internal static void MapProposals(this IEndpointRouteBuilder app)
    {
        app.MapGet("/proposals", (HttpContext context, PageRenderer pages) => ShowAsync(context, pages, null));
        app.MapPost("/proposals", ProposeAsync);
        app.MapPost("/proposals/{id}/withdraw", WithdrawAsync);
        app.MapGet("/api/proposals", async (HttpContext context, ProposalRows rows) =>
            Results.Json(await rows.AllAsync(Of(context), context.RequestAborted)));
        app.MapGet("/proposals/{id}.csv", CsvAsync);
    }

    /// <summary>Whether somebody's word carries beyond their own committee.</summary>
    internal static bool MayPropose(Account account) => account.Level is Level.Street or Level.District;

    private static Account Of(HttpContext context) => AccountServices.AccountOf(context);

    private static async Task<IResult> ShowAsync(HttpContext context, PageRenderer pages, NameInBoth? said)
    {
        var services = context.RequestServices;
        var all = await services.GetRequiredService<ProposalRows>().AllAsync(Of(context), context.RequestAborted);
        return await pages.PageAsync<ProposalsPage>(
            Language.Of(context), Of(context).Area, (nameof(ProposalsPage.All), all), (nameof(ProposalsPage.Said), said),
            (nameof(ProposalsPage.MayPropose), MayPropose(Of(context)) && services.GetRequiredService<ProposalSigner>().IsAble));
    }

    private static async Task<IResult> ProposeAsync(HttpContext context, ProposalRows rows, ProposalSigner signer, PageRenderer pages)
    {
        if (!MayPropose(Of(context)))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        try
        {
            if (!signer.IsAble)
                throw new ProposalException("没有签名密钥，不能发", "there is no key to sign with, so that nothing can be proposed");
            if (!context.Request.HasFormContentType || context.Request.ContentLength is not <= MaxForm)
                throw new ProposalException($"最多 {MaxForm} 字节", $"at most {MaxForm} bytes");
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var (title, content) = ContentOf(form);
            var what = (form["kind"].ToString(), title, content, Days(form["valid_days"].ToString(), DefaultDays, MostDays));
            var to = form["to"].ToString().Trim();
            if (to.Any(char.IsControl) || await rows.AddAsync(Of(context), to, what, context.RequestAborted) == 0)
                throw new ProposalException("没有这样的小区或辖区", "there is no estate or area of that name");
            return Results.Redirect("/proposals");
        }
        catch (ProposalException wrong)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            return await ShowAsync(context, pages, wrong.Said);
        }
    }

    /// <summary>Only where it came from: for everybody else it is no more there than one that never was.</summary>
    private static async Task<IResult> WithdrawAsync(string id, HttpContext context, ProposalRows rows, PageRenderer pages)
    {
        if (!MayPropose(Of(context)))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (!id.Any(char.IsControl) && await rows.WithdrawAsync(Of(context), id, context.RequestAborted))
            return Results.Redirect("/proposals");
        context.Response.StatusCode = StatusCodes.Status409Conflict;
        return await ShowAsync(context, pages, new(
            "不能撤回：不是本单位发的，或已撤回，或已过期",
            "It cannot be withdrawn: another area proposed it, or it is withdrawn already or not valid any more"));
    }

    private static (string Title, string Content) ContentOf(IFormCollection form) => form["kind"].ToString() switch
    {
        "notice" => ProposalContent.Notice(new(
            new(Plain(form["title_zh"]), Plain(form["title_en"])), new(Plain(form["text_zh"]), Plain(form["text_en"])),
            Days(form["days"].ToString(), 14, ProposalContent.MaxDays))),
        "holidays" => ProposalContent.Holidays(form["file"].ToString()),
        "policy" => ProposalContent.Policy(form["file"].ToString()),
        "rule" or "profile" => ProposalContent.File(
            form["name"].ToString().Trim(), form["yaml"].ToString().ReplaceLineEndings("\n").TrimEnd() + "\n"),
        _ => throw new ProposalException("没有这一种", "there is no such kind"),
    };

    /// <summary>As a browser sends several lines, with one letter between them.</summary>
    private static string Plain(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    private static int Days(string text, int otherwise, int most) => text.Length == 0 ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days >= 1 && days <= most ? days
        : throw new ProposalException($"天数：1–{most}", $"days: 1 to {most}");

    private static async Task<IResult> CsvAsync(string id, HttpContext context, ProposalRows rows)
    {
        var language = Language.Of(context);
        if (id.Any(char.IsControl))
            return Results.NotFound();
        var all = await rows.OneAsync(Of(context), id, language.IsChinese, context.RequestAborted);
        return all.Count == 0 ? Results.NotFound() : CsvFile.Of(
            $"{id}.csv", [language.Pick("小区", "Estate"), "site", language.Pick("答复", "Answer")],
            all.Select(one => (one.Name, (IEnumerable<string>)[one.Site, language.Pick(StateOf(one))])));
    }

    private static NameInBoth StateOf(ProposalAnswer one) => one switch
    {
        { IsTakenUp: true } => new("已采纳", "taken up"),
        { IsDeclined: true } => new("没有采纳", "declined"),
        { IsWithdrawn: true } => new("已撤回", "withdrawn"),
        { IsDelivered: true } => new("已送达，没有答复", "delivered, no answer"),
        _ => new("没有送达", "not delivered"),
    };
}
