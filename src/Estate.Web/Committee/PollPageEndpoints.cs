using System.Text.Json.Serialization;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.People;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;

namespace Estate.Web.Committee;

/// <summary>
/// Residents' tick (居民打钩): the committee asks, every household ticks once, on a phone or with a station's code, all see the turnout.
/// </summary>
internal sealed class PollPageEndpoints(PageContext page, PollReactor polls, TotalsReader totals)
{
    private const string Path = "/polls";
    private const int Shown = 20;

    /// <summary>Of polls that are open: rarely more than one is.</summary>
    private const int ShownTurnouts = 3;

    private const string CommitteePath = "/committee/polls";

    private readonly TurnoutCharts _turnouts = new(totals, page.Reads);

    internal void Map(WebApplication app)
    {
        var everyone = app.MapGroup(Path).Open();
        everyone.MapGet("", Task<IResult> (HttpContext context) => ListAsync(context, null));
        everyone.MapGet("/polls.csv", (Delegate)CsvAsync);
        everyone.MapGet("/{id}/turnout.csv", TurnoutCsvAsync);
        everyone.MapPost("/{id}/tick", TickAsync).RequireRateLimiting(LoginEndpoints.CodeThrottle);
        everyone.MapPost("/{id}/undo", UndoAsync).RequireRateLimiting(LoginEndpoints.CodeThrottle);
        var committee = app.MapGroup(CommitteePath).RequirePage(Role.Committee);
        committee.MapGet("", Task<IResult> (HttpContext context) => DeskAsync(context, null));
        committee.MapGet("/polls.csv", (Delegate)DeskCsvAsync);
        committee.MapPost("/propose", (Delegate)ProposeAsync);
        committee.MapPost("/{id}/approve", (string id, HttpContext context) => AtDeskAsync(context, new ApprovePoll(id)));
        committee.MapPost("/{id}/withdraw", (string id, HttpContext context) => AtDeskAsync(context, new WithdrawPoll(id)));
        app.MapGroup("/api/polls").Open().MapGet("", async Task<IResult> (HttpContext context) =>
            Results.Ok(ApiPages.Cut(context, await ApprovedAsync()).Select(one => PollBody.Of(one, page.Reads)).ToList())).InPages();
        app.MapGroup("/api/polls/{id}/tick").Require(Role.Resident).MapPost("", (string id, TickBody body, HttpContext context) =>
            TickByApiAsync(body.ToRequest(id, Callers.Of(context).Household!)));
        app.MapGroup("/api/polls/{id}/undo").Require(Role.Resident).MapPost("", async (string id, HttpContext context) =>
            RequestResults.Reply(await page.Loop.AskAsync(new UndoTick(id, Callers.Of(context).Household!), HouseholdVoice.Voter)));
        var api = app.MapGroup("/api/polls").Require(Role.Committee);
        api.MapPost("", Task<IResult> (HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, PollBodies.Default.NewPollBody, body =>
                body.ToRequest(page.Reads.Zone))).Takes(typeof(NewPollBody));
        api.MapPost("/{id}/approve", (string id, HttpContext context) => RequestResults.AskAsync(page.Loop, context, new ApprovePoll(id)));
        api.MapPost("/{id}/withdraw", (string id, HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, new WithdrawPoll(id)));
    }

    private async Task<IResult> ListAsync(HttpContext context, Text? said)
    {
        var (now, household) = (page.Reads.Clock.Now, Callers.Find(context)?.Household);
        var (approved, part) = ListQuery.Of(context).Cut(await ApprovedAsync(), Shown);
        return await page.ShowAsync<PollsPage>(
            context, (nameof(PollsPage.Polls), approved), (nameof(PollsPage.Part), part), (nameof(PollsPage.Now), now),
            (nameof(PollsPage.Undoable), await UndoableAsync(household)),
            (nameof(PollsPage.Household), household), (nameof(PollsPage.BuildingOf), (Func<string, string?>)page.Reads.Model.Buildings.Of),
            (nameof(PollsPage.Households), page.Reads.Model.Households),
            (nameof(PollsPage.Turnouts), approved.Where(one => one.Result is null && one.Poll.Opens <= now).Take(ShownTurnouts)
                .ToDictionary(one => one.Poll.Id, one => _turnouts.Of(one))),
            (nameof(PollsPage.Said), said));
    }

    /// <summary>Polls in which the household can still take its tick back, and until when.</summary>
    private async Task<IReadOnlyDictionary<string, NodaTime.Instant>> UndoableAsync(string? household)
    {
        if (household is null)
            return new Dictionary<string, NodaTime.Instant>();
        var clock = page.Reads.Clock;
        return await page.Loop.InspectAsync(_ => polls.Polls
            .Select(one => (one.Poll.Id, Left: polls.TimeToUndo(one.Poll.Id, household, clock.Uptime))).Where(one => one.Left is not null)
            .ToDictionary(one => one.Id, one => clock.Now + one.Left!.Value));
    }

    private async Task<IResult> TurnoutCsvAsync(string id, HttpContext context) =>
        (await ApprovedAsync()).FirstOrDefault(one => one.Poll.Id == id) is { } poll
            ? ChartTable.Csv($"turnout-{id}.csv", _turnouts.Of(poll), Language.Of(context)) : Results.NotFound();

    private Task<List<PollStanding>> ApprovedAsync() => page.Loop.InspectAsync(_ => polls.Polls.Where(one => one.IsApproved).ToList());

    private async Task<IResult> CsvAsync(HttpContext context)
    {
        var language = Language.Of(context);
        return CsvFile.Of("polls.csv", (await ApprovedAsync()).Select(one => PollRow.Of(one, page.Reads, language)));
    }

    private async Task<IResult> DeskCsvAsync(HttpContext context)
    {
        var language = Language.Of(context);
        return CsvFile.Of(
            "polls.csv", (await page.Loop.InspectAsync(_ => polls.Polls)).Select(one => PollDeskRow.Of(one, page.Reads, language)));
    }

    private async Task<IResult> TickAsync(string id, HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        return await AsHouseholdAsync(context, form, (household, channel) => TickForm.Read(form, id, household, channel));
    }

    private async Task<IResult> UndoAsync(string id, HttpContext context) => await AsHouseholdAsync(
        context, await RequestResults.FormAsync(context), (household, _) => new UndoTick(id, household));

    private async Task<IResult> AsHouseholdAsync(HttpContext context, IFormCollection form, Func<string, string, IRequest> request)
    {
        var answer = await HouseholdVoice.AskAsync(page.Loop, context, form["code"].ToString(), request);
        return answer.Reason is null ? Results.LocalRedirect(Path) : await RefusedAsync(context, answer.Text);
    }

    private async Task<IResult> TickByApiAsync(TickPoll tick) =>
        RequestResults.Reply(await page.Loop.AskAsync(tick, HouseholdVoice.Voter));

    private Task<IResult> RefusedAsync(HttpContext context, Text said) =>
        RequestResults.RefusedAsync(context, said, why => ListAsync(context, why));

    private async Task<IResult> DeskAsync(HttpContext context, Text? said)
    {
        var (shown, part) = ListQuery.Of(context).Cut(await page.Loop.InspectAsync(_ => polls.Polls), Shown);
        return await page.ShowAsync<PollDeskPage>(
            context, (nameof(PollDeskPage.Polls), shown), (nameof(PollDeskPage.Part), part),
            (nameof(PollDeskPage.Who), RequestResults.NameOf(context)),
            (nameof(PollDeskPage.Now), page.Reads.Clock.Now), (nameof(PollDeskPage.Households), page.Reads.Model.Households),
            (nameof(PollDeskPage.Said), said));
    }

    private async Task<IResult> ProposeAsync(HttpContext context)
    {
        var (poll, mistake) = PollForm.Read(await RequestResults.FormAsync(context), page.Reads.Zone);
        return poll is null ? await RequestResults.RefusedAsync(context, mistake, said => DeskAsync(context, said))
            : await AtDeskAsync(context, new ProposePoll(poll));
    }

    private Task<IResult> AtDeskAsync(HttpContext context, IRequest request) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, CommitteePath, said => DeskAsync(context, said));
}

/// <summary>One option, or where several may be ticked <paramref name="Options"/>; a line where it is a grade.</summary>
internal sealed record TickBody(int Option = -1, IReadOnlyList<int>? Options = null, string Words = "")
{
    internal TickPoll ToRequest(string poll, string household) =>
        new(poll, household, Options is null ? [Option] : [.. Options], TickPoll.Phone) { Words = Words };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(LocalDateTimeConverter)])]
[JsonSerializable(typeof(NewPollBody))]
internal sealed partial class PollBodies : JsonSerializerContext;
