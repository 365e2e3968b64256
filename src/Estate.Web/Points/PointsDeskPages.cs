using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Gateway.Configuration;
using Estate.Web.People;
using Estate.Web.Shared;

namespace Estate.Web.Points;

/// <summary>The redemption desk: whose card it is, a roll handed out or not, questions answered, mistakes corrected by two.</summary>
internal static class PointsDeskPages
{
    private const string Path = "/staff/points";
    private const int Shown = 50;
    private const int Exported = 10_000;

    internal static void MapPointsDesk(this WebApplication app)
    {
        var staff = app.MapGroup(Path).RequirePage(Role.Staff);
        staff.MapGet("", (HttpContext context, DeskSources sources) => DeskAsync(context, sources, null));
        staff.MapGet("/desk.csv", CsvAsync);
        staff.MapPost("/find", FindAsync);
        staff.MapGet("/{household}", (string household, HttpContext context, DeskSources sources) => HouseholdAsync(context, sources, household, null));
        staff.MapGet("/{household}/transfers.csv", (string household, HttpContext context, DeskSources sources) => CsvFile.Of(
            $"points-{household}.csv", sources.Page.Reads.Reader.Transfers(AccountId.Household(household), Exported).Select(one => PointsCsvRow.Of(one, household, sources.Page.Reads, Language.Of(context)))));
        staff.MapPost("/{household}/reserve", (string household, HttpContext context, DeskSources sources) => AtHouseholdAsync(context, sources, household, new ReserveRoll(household)));
        staff.MapPost("/{household}/post/{id:guid}", (string household, Guid id, HttpContext context, DeskSources sources) => AtHouseholdAsync(context, sources, household, new PostRoll(id)));
        staff.MapPost("/{household}/void/{id:guid}", (string household, Guid id, HttpContext context, DeskSources sources) => AtHouseholdAsync(context, sources, household, new VoidRoll(id)));
        staff.MapPost("/{household}/correct", async (string household, HttpContext context, DeskSources sources) => await AtHouseholdAsync(context, sources, household,
            new ProposeCorrection(household, int.TryParse(await OperatorDesk.FieldAsync(context, "points"), System.Globalization.CultureInfo.InvariantCulture, out var points) ? points : 0, await OperatorDesk.FieldAsync(context, "reason") ?? "")));
        staff.MapPost("/corrections/{id}/approve", (string id, HttpContext context, DeskSources sources) => AtDeskAsync(context, sources, new ApproveCorrection(id)));
        staff.MapPost("/disputes/{id:guid}/settle", async (Guid id, HttpContext context, DeskSources sources) => await AtDeskAsync(context, sources, new SettleDispute(id, await OperatorDesk.FieldAsync(context, "outcome") ?? "")));
        var api = app.MapGroup("/api/points/disputes").Require(Role.Staff);
        api.MapGet("", async (DeskSources sources) => Results.Ok(await sources.Page.Loop.InspectAsync(_ => sources.Desk.OpenDisputes.Select(DisputeBody.Of).ToList())));
        api.MapPost("/{id:guid}/settle", (Guid id, SettleBody body, HttpContext context, DeskSources sources) => OperatorDesk.AskAsync(sources.Page.Loop, context, new SettleDispute(id, body.Outcome)));
    }

    /// <summary>A card from a reader that types, or a door number; no card number ever is in an address.</summary>
    private static async Task<IResult> FindAsync(HttpContext context, DeskSources sources)
    {
        var typed = (await OperatorDesk.FieldAsync(context, "who") ?? "").Trim();
        var book = sources.Books.For("points");
        var holder = book.Hasher.TryHash(typed, out var token) ? book.Cards.Find(token) : null;
        if (holder?.IsBlocked == true)
            return await RefusedAsync(context, sources, new($"这张卡已停用（{holder.Household}）", $"This card is blocked (household {holder.Household})"));
        var household = holder?.Household ?? (book.Cards.KnowsHousehold(typed) ? typed : null);
        return household is null ? await RefusedAsync(context, sources, new("没有登记过这张卡，也没有这个门牌", "No such card is registered, and no such household"))
            : Results.LocalRedirect($"{Path}/{Uri.EscapeDataString(household)}");
    }

    private static Task<IResult> RefusedAsync(HttpContext context, DeskSources sources, Text said) => OperatorDesk.RefusedAsync(context, said, why => DeskAsync(context, sources, why));

    private static Task<IResult> AtDeskAsync(HttpContext context, DeskSources sources, IRequest request) =>
        OperatorDesk.AskAtPageAsync(sources.Page.Loop, context, request, Path, said => DeskAsync(context, sources, said));

    private static Task<IResult> AtHouseholdAsync(HttpContext context, DeskSources sources, string household, IRequest request) =>
        OperatorDesk.AskAtPageAsync(sources.Page.Loop, context, request, $"{Path}/{Uri.EscapeDataString(household)}", said => HouseholdAsync(context, sources, household, said));

    private static async Task<IResult> DeskAsync(HttpContext context, DeskSources sources, Text? said)
    {
        var (disputes, corrections) = await sources.Page.Loop.InspectAsync(_ => (sources.Desk.OpenDisputes, sources.Desk.OpenCorrections));
        return await sources.Page.Pages.PageAsync<DeskPage>(context, sources.Page.Reads, (nameof(DeskPage.Disputes), disputes), (nameof(DeskPage.Corrections), corrections),
            (nameof(DeskPage.Reviews), sources.Page.Reads.Reader.FactsOf<AwardsPutToReview>(PointsDesk.DeskId, Shown)), (nameof(DeskPage.Who), OperatorDesk.NameOf(context)), (nameof(DeskPage.Said), said));
    }

    /// <summary>The page's three lists in one.</summary>
    private static async Task<IResult> CsvAsync(HttpContext context, DeskSources sources)
    {
        var (language, reads) = (Language.Of(context), sources.Page.Reads);
        var (disputes, corrections) = await sources.Page.Loop.InspectAsync(_ => (sources.Desk.OpenDisputes, sources.Desk.OpenCorrections));
        var (question, correction, review) = (language.Pick("疑问", "question"), language.Pick("更正", "correction"), language.Pick("请看一看", "to look at"));
        return CsvFile.Of("desk.csv", disputes.Select(one => new DeskRow(question, Words.Minute(one.Time.At, reads.Zone), one.Household, null, one.Words, one.By))
            .Concat(corrections.Select(one => new DeskRow(correction, Words.Minute(one.Time.At, reads.Zone), one.Household, one.Points, one.Reason, one.By)))
            .Concat(reads.Reader.FactsOf<AwardsPutToReview>(PointsDesk.DeskId, Exported).Select(one => new DeskRow(review, Words.Minute(one.Time.At, reads.Zone), one.Household, null, one.Reason, one.By))));
    }

    private static async Task<IResult> HouseholdAsync(HttpContext context, DeskSources sources, string household, Text? said)
    {
        var account = AccountId.Household(household);
        if (!sources.Books.For("points").Cards.KnowsHousehold(household))
            return await RefusedAsync(context, sources, PeopleParts.NoHousehold(household));
        var open = await sources.Page.Loop.InspectAsync(_ => sources.Ledger.OpenReservations.Where(one => one.Debit == account).ToList());
        return await sources.Page.Pages.PageAsync<HouseholdPage>(context, sources.Page.Reads, (nameof(HouseholdPage.Household), household), (nameof(HouseholdPage.View), await PointsView.OfAsync(sources.Page, sources.Ledger, household)),
            (nameof(HouseholdPage.Open), open), (nameof(HouseholdPage.Transfers), sources.Page.Reads.Reader.Transfers(account, Shown)), (nameof(HouseholdPage.Said), said));
    }
}

/// <summary>What the redemption desk looks at.</summary>
internal sealed record DeskSources(PageContext Page, PointsDesk Desk, Ledger Ledger, CardBooks Books);

internal sealed record DeskRow(string What, string At, string Household, int? Points, string Reason, string By);

internal sealed record SettleBody(string Outcome);

internal sealed record DisputeBody(string Transfer, string Household, string Words, string By, string At)
{
    internal static DisputeBody Of(TransferDisputed one) => new(one.Transfer.ToString("D"), one.Household, one.Words, one.By, one.Time.At.ToString());
}
