using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Proposals;

/// <summary>
/// What the district proposes to those who keep the estate's files, rules and profiles: looked at, changed to suit, tried, and saved under
/// their own name; or declined.
/// </summary>
internal sealed class FileProposalEndpoints(PageContext page, DistrictProposalReactor proposals, IEnumerable<IProposalTaker> takers)
{
    internal const string Path = "/staff/proposals";
    private const int Shown = 20;

    private readonly List<IFileTaker> _takers = [.. takers.OfType<IFileTaker>()];

    internal void Map(WebApplication app)
    {
        var engineer = app.MapGroup(Path).RequirePage(Role.Engineer);
        engineer.MapGet("", (Delegate)ListAsync);
        engineer.MapGet("/{id}", (string id, HttpContext context) => OneAsync(id, context, null, null));
        engineer.MapPost("/{id}/save", SaveAsync);
        engineer.MapPost("/{id}/decline", async (string id, HttpContext context) => await FindAsync(id) is null
            ? Results.NotFound() : await AskAsync(id, context, new DeclineProposal(id)));
    }

    /// <summary>That wait for an answer.</summary>
    internal Task<int> CountOpenAsync() =>
        page.Loop.InspectAsync(_ => proposals.All.Count(one => one.Proposal.IsFile && one.IsOpenAt(page.Reads.Clock.Now)));

    private IFileTaker TakerOf(ProposalStanding one) => _takers.Single(taker => taker.Kind == one.Proposal.Kind);

    private async Task<ProposalStanding?> FindAsync(string id) =>
        await page.Loop.InspectAsync(_ => proposals.Find(id)) is { Proposal.IsFile: true } one ? one : null;

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var (shown, part) = ListQuery.Of(context).Cut(
            await page.Loop.InspectAsync(_ => proposals.All.Where(one => one.Proposal.IsFile).ToList()), Shown);
        return await page.ShowAsync<ProposalsPage>(
            context, (nameof(ProposalsPage.Path), Path), (nameof(ProposalsPage.IsForStaff), true),
            (nameof(ProposalsPage.Proposals), shown.Select(one => (one, TakerOf(one).Title)).ToList()),
            (nameof(ProposalsPage.Part), part), (nameof(ProposalsPage.Now), page.Reads.Clock.Now),
            (nameof(ProposalsPage.IsOn), page.Reads.Model.District?.ProposalsKey is not null));
    }

    /// <param name="written">As somebody has changed it; null: as it was proposed.</param>
    private async Task<IResult> OneAsync(string id, HttpContext context, Text? said, string? written)
    {
        if (await FindAsync(id) is not { } one)
            return Results.NotFound();
        var taker = TakerOf(one);
        var (lines, mistake) = await ProposalEndpoints.PreviewAsync(taker, one.Proposal.Content);
        var file = mistake is null ? ProposedFile.Read(one.Proposal.Content) : null;
        return await page.ShowAsync<FileProposalPage>(
            context, (nameof(FileProposalPage.One), one), (nameof(FileProposalPage.Heading), taker.Title),
            (nameof(FileProposalPage.Lines), lines), (nameof(FileProposalPage.Mistake), mistake), (nameof(FileProposalPage.Said), said),
            (nameof(FileProposalPage.Written), written ?? file?.Yaml), (nameof(FileProposalPage.Now), page.Reads.Clock.Now),
            (nameof(FileProposalPage.Mark), file is null ? "" : taker.MarkOf(file)),
            (nameof(FileProposalPage.Trial), file is null ? default : taker.Trial(file)));
    }

    /// <summary>The file first: where the gateway ends in between, the proposal is still open, and saved again changes nothing.</summary>
    private async Task<IResult> SaveAsync(string id, HttpContext context)
    {
        if (await FindAsync(id) is not { } one)
            return Results.NotFound();
        var (form, taker) = (await RequestResults.FormAsync(context), TakerOf(one));
        var text = form["yaml"].ToString().ReplaceLineEndings("\n");
        var (_, mistake) = await ProposalEndpoints.PreviewAsync(taker, one.Proposal.Content);
        var problem = !one.IsOpenAt(page.Reads.Clock.Now) ? ProposalViews.StateOf(one, page.Reads.Clock.Now)
            : mistake ?? await taker.SaveAsync(
                ProposedFile.Read(one.Proposal.Content), text, form["mark"].ToString(), RequestResults.NameOf(context));
        return problem is { } why ? await RequestResults.RefusedAsync(context, why, said => OneAsync(id, context, said, text))
            : await AskAsync(id, context, new NoteProposalSaved(id));
    }

    private Task<IResult> AskAsync(string id, HttpContext context, IRequest request) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, Path, said => OneAsync(id, context, said, null));
}
