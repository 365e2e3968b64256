using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Proposals;

/// <summary>What the district proposes: a list, and for each what it would change, with two buttons.</summary>
internal sealed class ProposalEndpoints(PageContext page, DistrictProposalReactor proposals, IEnumerable<IProposalTaker> takers)
{
    private readonly List<IDecisionTaker> _takers = [.. takers.OfType<IDecisionTaker>()];

    internal const string Path = "/committee/proposals";
    private const int Shown = 20;

    internal void Map(WebApplication app)
    {
        var committee = app.MapGroup(Path).RequirePage(Role.Committee);
        committee.MapGet("", (Delegate)ListAsync);
        committee.MapGet("/{id}", (string id, HttpContext context) => OneAsync(id, context, null, null));
        committee.MapPost("/{id}/take-up", TakeUpAsync);
        committee.MapPost("/{id}/decline", async (string id, HttpContext context) => await FindAsync(id) is null
            ? Results.NotFound() : await AskAsync(id, context, new DeclineProposal(id), null));
    }

    private Text TitleOf(ProposedKind kind) => TakerOf(kind).Title;

    private IDecisionTaker TakerOf(ProposedKind kind) => _takers.Single(one => one.Kind == kind);

    /// <summary>Files are for those who keep them.</summary>
    private async Task<ProposalStanding?> FindAsync(string id) =>
        await page.Loop.InspectAsync(_ => proposals.Find(id)) is { Proposal.IsFile: false } one ? one : null;

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var (shown, part) = ListQuery.Of(context).Cut(
            await page.Loop.InspectAsync(_ => proposals.All.Where(one => !one.Proposal.IsFile).ToList()), Shown);
        return await page.ShowAsync<ProposalsPage>(
            context, (nameof(ProposalsPage.Path), Path),
            (nameof(ProposalsPage.Proposals), shown.Select(one => (one, TitleOf(one.Proposal.Kind))).ToList()),
            (nameof(ProposalsPage.Part), part), (nameof(ProposalsPage.Now), page.Reads.Clock.Now),
            (nameof(ProposalsPage.IsOn), page.Reads.Model.District?.ProposalsKey is not null));
    }

    /// <param name="form">Shown again where it is refused.</param>
    private async Task<IResult> OneAsync(string id, HttpContext context, Text? said, TakeUpForm? form)
    {
        if (await FindAsync(id) is not { } one)
            return Results.NotFound();
        var taker = TakerOf(one.Proposal.Kind);
        var (lines, mistake) = await PreviewAsync(taker, one.Proposal.Content);
        return await page.ShowAsync<ProposalPage>(
            context, (nameof(ProposalPage.One), one), (nameof(ProposalPage.Heading), taker.Title),
            (nameof(ProposalPage.IsDecision), taker.IsDecision),
            (nameof(ProposalPage.Devices), taker.Devices), (nameof(ProposalPage.Lines), lines),
            (nameof(ProposalPage.Mistake), mistake), (nameof(ProposalPage.Said), said),
            (nameof(ProposalPage.Device), form?.Device), (nameof(ProposalPage.From), form?.EffectiveFrom),
            (nameof(ProposalPage.Resolution), form?.Resolution), (nameof(ProposalPage.Now), page.Reads.Clock.Now));
    }

    private async Task<IResult> TakeUpAsync(string id, HttpContext context)
    {
        if (await FindAsync(id) is not { } one)
            return Results.NotFound();
        var form = TakeUpForm.Of(await RequestResults.FormAsync(context));
        try
        {
            var act = TakerOf(one.Proposal.Kind).Request(one.Proposal.Content, form);
            return await AskAsync(id, context, new TakeUpProposal(id, act), form);
        }
        catch (ProposalMistakeException mistake)
        {
            return await RequestResults.RefusedAsync(context, mistake.Said, said => OneAsync(id, context, said, form));
        }
    }

    private Task<IResult> AskAsync(string id, HttpContext context, IRequest request, TakeUpForm? form) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, Path, said => OneAsync(id, context, said, form));

    internal static async Task<(IReadOnlyList<Text> Lines, Text? Mistake)> PreviewAsync(IProposalTaker taker, string content)
    {
        try
        {
            return (await taker.PreviewAsync(content), null);
        }
        catch (ProposalMistakeException mistake)
        {
            return ([], mistake.Said);
        }
    }
}
