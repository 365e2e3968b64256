using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Gateway.People;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;

namespace Estate.Web.Points;

/// <summary>A household's own points: every movement with its reason, and a question about one with one tap.</summary>
internal static class PointsPageEndpoints
{
    private const int Shown = 100;
    private const int Exported = 10_000;

    internal static void MapPointsPages(this WebApplication app)
    {
        var mine = app.MapGroup("/points").RequirePage(Role.Resident);
        mine.MapGet("", (HttpContext context, PageContext page, Ledger ledger, PointsReactor desk) =>
            ListAsync(context, page, (ledger, desk), null));
        mine.MapGet("/transfers.csv", (HttpContext context, PageContext page) => CsvFile.Of(
            "points.csv",
            page.Reads.Reader.Transfers(AccountId.Household(HouseholdOf(context)), Exported)
            .Select(one => PointsCsvRow.Of(one, HouseholdOf(context), page.Reads, Language.Of(context)))));
        mine.MapGet("/weeks.csv", async (HttpContext context, PageContext page, Ledger ledger) => ChartTable.Csv(
            "weeks.csv", PointsWeeks.Of(
                page.Reads.Reader.Transfers(AccountId.Household(HouseholdOf(context)), PointsWeeks.Needed),
                await PointsView.OfAsync(page, ledger, HouseholdOf(context)), HouseholdOf(context), page.Reads), Language.Of(context)));
        mine.MapGet("/{id:guid}", WhyAsync);
        mine.MapPost("/{id:guid}/dispute", DisputeAsync);
        var api = app.MapGroup("/api/me/points").Require(Role.Resident);
        api.MapGet("", async (HttpContext context, PageContext page, Ledger ledger) =>
            Results.Ok(await PointsBody.OfAsync(page, ledger, HouseholdOf(context), Shown)));
        api.MapPost("/{id:guid}/dispute", async (Guid id, HttpContext context, PageContext page) =>
            page.Reads.Reader.Transfer(id) is { } transfer && IsOf(transfer, HouseholdOf(context))
                ? await RequestResults.AskAsync(page.Loop, context, new DisputeTransfer(transfer, HouseholdOf(context), ""))
                : Results.NotFound());
    }

    private static string HouseholdOf(HttpContext context) => Callers.Of(context).Household!;

    private static async Task<IResult> ListAsync(
        HttpContext context, PageContext page, (Ledger Ledger, PointsReactor Desk) points, Text? said)
    {
        var household = HouseholdOf(context);
        var (open, answers) = await DisputesAsync(page, points.Desk, household);
        var (view, transfers) = (
            await PointsView.OfAsync(page, points.Ledger, household),
            page.Reads.Reader.Transfers(AccountId.Household(household), PointsWeeks.Needed));
        return await page.ShowAsync<PointsPage>(context,
            (nameof(PointsPage.View), view), (nameof(PointsPage.Household), household),
            (nameof(PointsPage.Weeks), PointsWeeks.Of(transfers, view, household, page.Reads)),
            (nameof(PointsPage.Transfers), transfers.Take(Shown).ToList()),
            (nameof(PointsPage.Undoable), await UndoableAsync(page, points.Desk, household)),
            (nameof(PointsPage.Open), open), (nameof(PointsPage.Answers), answers), (nameof(PointsPage.Said), said));
    }

    /// <summary>Until when a roll can be brought back; null: none can.</summary>
    private static async Task<NodaTime.Instant?> UndoableAsync(PageContext page, PointsReactor desk, string household)
    {
        var clock = page.Reads.Clock;
        var left = await page.Loop.InspectAsync(_ => desk.Undoable(household, clock.Uptime));
        return left.Count == 0 ? null : clock.Now + left.Max(one => one.Left);
    }

    private static Task<(HashSet<Guid> Open, Dictionary<Guid, string> Answers)> DisputesAsync(
        PageContext page, PointsReactor desk, string household) =>
        page.Loop.InspectAsync(_ =>
            (desk.OpenDisputes.Where(one => one.Household == household).Select(one => one.Transfer).ToHashSet(),
            desk.AnswersTo(household)));

    /// <summary>How one movement came about; another household's is not there.</summary>
    private static async Task<IResult> WhyAsync(Guid id, HttpContext context, PageContext page, JournalReader journal, PointsReactor desk)
    {
        var household = HouseholdOf(context);
        if (page.Reads.Reader.Transfer(id) is not { } transfer || !IsOf(transfer, household))
            return Results.NotFound();
        var story = journal.NumberOf(transfer) is { } n ? journal.Why(n) : [];
        var (open, answers) = await DisputesAsync(page, desk, household);
        return await page.ShowAsync<PointPage>(context, (nameof(PointPage.Household), household), (nameof(PointPage.Transfer), transfer),
            (nameof(PointPage.Story), story), (nameof(PointPage.IsOpen), open.Contains(id)),
            (nameof(PointPage.Outcome), answers.GetValueOrDefault(id)));
    }

    private static async Task<IResult> DisputeAsync(Guid id, HttpContext context, PageContext page, Ledger ledger, PointsReactor desk)
    {
        if (page.Reads.Reader.Transfer(id) is not { } transfer || !IsOf(transfer, HouseholdOf(context)))
            return Results.NotFound();
        var request = new DisputeTransfer(transfer, HouseholdOf(context), await RequestResults.FieldAsync(context, "words") ?? "");
        return await RequestResults.AskAtPageAsync(page.Loop, context, request, "/points", said =>
            ListAsync(context, page, (ledger, desk), said));
    }

    internal static bool IsOf(Transfer transfer, string household) =>
        transfer.Credit == AccountId.Household(household) || transfer.Debit == AccountId.Household(household);
}

internal sealed record TransferBody(string Id, string At, int Points, string Code, string Reference, string By)
{
    internal static TransferBody Of(Transfer one, string household) =>
        new(one.Id.ToString("D"), one.At.ToString(), PointsTexts.Signed(one, household), WireName.Of(one.Code), one.Reference, one.By);
}
