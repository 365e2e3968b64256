using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Gateway.Configuration;
using Estate.Web.People;
using Estate.Web.Shared;

namespace Estate.Web.Points;

/// <summary>The redemption desk: whose card it is, a roll handed out or not, questions answered, errors corrected by two.</summary>
internal sealed class PointsDeskEndpoints(PageContext page, PointsReactor desk, Ledger ledger, CardBooks books)
{
    private const string Path = "/staff/points";
    private const int Shown = 50;
    private const int Exported = 10_000;

    internal void Map(WebApplication app)
    {
        var staff = app.MapGroup(Path).RequirePage(Role.Staff);
        staff.MapGet("", Task<IResult> (HttpContext context) => DeskAsync(context, null));
        staff.MapGet("/desk.csv", (Delegate)CsvAsync);
        staff.MapPost("/find", (Delegate)FindAsync);
        staff.MapGet("/{household}", (string household, HttpContext context) => HouseholdAsync(context, household, null));
        staff.MapGet("/{household}/transfers.csv", (string household, HttpContext context) => CsvFile.Of(
            $"points-{household}.csv",
            page.Reads.Reader.Transfers(AccountId.Household(household), Exported)
            .Select(one => PointsCsvRow.Of(one, household, page.Reads, Language.Of(context)))));
        staff.MapPost("/{household}/reserve", (string household, HttpContext context) =>
            AtHouseholdAsync(context, household, new ReserveRoll(household)));
        staff.MapPost("/{household}/post/{id:guid}", (string household, Guid id, HttpContext context) =>
            AtHouseholdAsync(context, household, new PostRoll(id)));
        staff.MapPost("/{household}/void/{id:guid}", (string household, Guid id, HttpContext context) =>
            AtHouseholdAsync(context, household, new VoidRoll(id)));
        staff.MapPost("/{household}/undo/{id:guid}", (string household, Guid id, HttpContext context) =>
            AtHouseholdAsync(context, household, new UndoRoll(id)));
        staff.MapPost("/{household}/correct", async (string household, HttpContext context) => await AtHouseholdAsync(context, household,
            new ProposeCorrection(
                household,
                int.TryParse(
                    await RequestResults.FieldAsync(context, "points"), System.Globalization.CultureInfo.InvariantCulture, out var points)
                    ? points : 0, await RequestResults.FieldAsync(context, "reason") ?? "")));
        staff.MapPost("/corrections/{id}/approve", (string id, HttpContext context) => AtDeskAsync(context, new ApproveCorrection(id)));
        staff.MapPost("/disputes/{id:guid}/settle", async (Guid id, HttpContext context) =>
            await AtDeskAsync(context, new SettleDispute(id, await RequestResults.FieldAsync(context, "outcome") ?? "")));
        var api = app.MapGroup("/api/points/disputes").Require(Role.Staff);
        api.MapGet("", async Task<IResult> (HttpContext context) => Results.Ok(
            ApiPages.Cut(context, await page.Loop.InspectAsync(_ => desk.OpenDisputes)).Select(DisputeBody.Of).ToList())).InPages();
        api.MapPost("/{id:guid}/settle", (Guid id, SettleBody body, HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, new SettleDispute(id, body.Outcome)));
    }

    /// <summary>A card from a reader that types, or a door number; no card number ever is in an address.</summary>
    private async Task<IResult> FindAsync(HttpContext context)
    {
        var typed = (await RequestResults.FieldAsync(context, "who") ?? "").Trim();
        var book = books.For("points");
        var holder = book.Hasher.TryHash(typed, out var token) ? book.Cards.Find(token) : null;
        if (holder?.IsBlocked == true)
            return await RefusedAsync(context, new($"这张卡已停用（{holder.Household}）", $"This card is blocked (household {holder.Household})"));
        var household = holder?.Household ?? (book.Cards.KnowsHousehold(typed) ? typed : null);
        return household is null ? await RefusedAsync(context, new("没有登记过这张卡，也没有这个门牌", "No such card is registered, and no such household"))
            : Results.LocalRedirect($"{Path}/{Uri.EscapeDataString(household)}");
    }

    private Task<IResult> RefusedAsync(HttpContext context, Text said) =>
        RequestResults.RefusedAsync(context, said, why => DeskAsync(context, why));

    private Task<IResult> AtDeskAsync(HttpContext context, IRequest request) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, Path, said => DeskAsync(context, said));

    private Task<IResult> AtHouseholdAsync(HttpContext context, string household, IRequest request) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, $"{Path}/{Uri.EscapeDataString(household)}", said =>
            HouseholdAsync(context, household, said));

    private async Task<IResult> DeskAsync(HttpContext context, Text? said)
    {
        var (disputes, corrections) = await page.Loop.InspectAsync(_ => (desk.OpenDisputes, desk.OpenCorrections));
        var (questions, part) = ListQuery.Of(context).Cut(disputes, Shown);
        var (waiting, waitingPart) = ListQuery.Of(context, DeskPage.CorrectionsName).Cut(corrections, Shown);
        return await page.ShowAsync<DeskPage>(
            context, (nameof(DeskPage.Disputes), questions), (nameof(DeskPage.Part), part), (nameof(DeskPage.Corrections), waiting),
            (nameof(DeskPage.CorrectionsPart), waitingPart),
            (nameof(DeskPage.Reviews), page.Reads.Reader.FactsOf<AwardsPutToReview>(PointsReactor.JournalId, Shown)),
            (nameof(DeskPage.Who), RequestResults.NameOf(context)), (nameof(DeskPage.Said), said));
    }

    /// <summary>Rolls that can still be given back, and until when.</summary>
    private async Task<IReadOnlyList<(Guid Id, NodaTime.Instant Until)>> UndoableAsync(string household)
    {
        var clock = page.Reads.Clock;
        return [.. (await page.Loop.InspectAsync(_ => desk.Undoable(household, clock.Uptime)))
            .Select(one => (one.Reserved.Id, clock.Now + one.Left))];
    }

    /// <summary>The page's three lists in one.</summary>
    private async Task<IResult> CsvAsync(HttpContext context)
    {
        var (language, reads) = (Language.Of(context), page.Reads);
        var (disputes, corrections) = await page.Loop.InspectAsync(_ => (desk.OpenDisputes, desk.OpenCorrections));
        var (question, correction, review) = (
            language.Pick("疑问", "question"), language.Pick("更正", "correction"), language.Pick("请看一看", "to look at"));
        return CsvFile.Of(
            "desk.csv",
            disputes.Select(one => new DeskRow(question, TimeText.Minute(one.Time.At, reads.Zone), one.Household, null, one.Words, one.By))
            .Concat(corrections.Select(one =>
                new DeskRow(correction, TimeText.Minute(one.Time.At, reads.Zone), one.Household, one.Points, one.Reason, one.By)))
            .Concat(reads.Reader.FactsOf<AwardsPutToReview>(PointsReactor.JournalId, Exported)
            .Select(one => new DeskRow(review, TimeText.Minute(one.Time.At, reads.Zone), one.Household, null, one.Reason, one.By))));
    }

    private async Task<IResult> HouseholdAsync(HttpContext context, string household, Text? said)
    {
        var account = AccountId.Household(household);
        if (!books.For("points").Cards.KnowsHousehold(household))
            return await RefusedAsync(context, PeopleDirectory.NoHousehold(household));
        var open = await page.Loop.InspectAsync(_ => ledger.OpenReservations.Where(one => one.Debit == account).Take(Shown).ToList());
        return await page.ShowAsync<HouseholdPage>(
            context, (nameof(HouseholdPage.Household), household),
            (nameof(HouseholdPage.View), await PointsView.OfAsync(page, ledger, household)),
            (nameof(HouseholdPage.Open), open), (nameof(HouseholdPage.Undoable), await UndoableAsync(household)),
            (nameof(HouseholdPage.Transfers), page.Reads.Reader.Transfers(account, Shown)),
            (nameof(HouseholdPage.Said), said));
    }
}

internal sealed record DeskRow(string What, string At, string Household, int? Points, string Reason, string By);

internal sealed record SettleBody(string Outcome);

internal sealed record DisputeBody(string Transfer, string Household, string Words, string By, string At)
{
    internal static DisputeBody Of(TransferDisputed one) =>
        new(one.Transfer.ToString("D"), one.Household, one.Words, one.By, one.Time.At.ToString());
}
