using Estate.Domain.Devices;
using Estate.Domain.Funds;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Funds;

/// <summary>The committee imports a quarter's table; another member approves it before anybody sees it.</summary>
internal sealed class FundDeskEndpoints(PageContext page, FundReactor funds)
{
    internal const string Path = "/committee/funds";

    internal void Map(WebApplication app)
    {
        var committee = app.MapGroup(Path).RequirePage(Role.Committee);
        committee.MapGet("", Task<IResult> (HttpContext context) => ShowAsync(context, null));
        committee.MapPost("/propose", (Delegate)ProposeAsync);
        committee.MapPost("/{id}/approve", (string id, HttpContext context) => AskAsync(context, new ApproveFundTable(id)));
        committee.MapPost("/{id}/withdraw", (string id, HttpContext context) => AskAsync(context, new WithdrawFundTable(id)));
    }

    private async Task<IResult> ShowAsync(HttpContext context, Text? said)
    {
        var pending = await page.Loop.InspectAsync(_ => funds.Pending);
        return await page.ShowAsync<FundDeskPage>(
            context, (nameof(FundDeskPage.Pending), pending), (nameof(FundDeskPage.Who), RequestResults.NameOf(context)),
            (nameof(FundDeskPage.Said), said));
    }

    private async Task<IResult> ProposeAsync(HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        var (table, mistake) = await TextAsync(form) is { } text ? FundFile.Read(text, form["quarter"].ToString().Trim())
            : (null, new("文件不是 UTF-8：另存为“CSV UTF-8”", "the file is not in UTF-8; save it as \"CSV UTF-8\""));
        return table is null ? await RequestResults.RefusedAsync(context, mistake, said => ShowAsync(context, said))
            : await AskAsync(context, new ProposeFundTable(table));
    }

    /// <summary>A file, or else what was typed; null where it cannot be read.</summary>
    private static async Task<string?> TextAsync(IFormCollection form)
    {
        if (form.Files["file"] is not { Length: > 0 } file)
            return form["table"].ToString();
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        return FundFile.TextOf(bytes.ToArray());
    }

    private Task<IResult> AskAsync(HttpContext context, IRequest request) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, Path, said => ShowAsync(context, said));
}
