using System.Globalization;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Gate;
using Estate.Web.People;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Committee;

/// <summary>
/// Residents' tick (居民打钩): the committee asks, every household ticks once, on a phone or with a station's code, all see the turnout.
/// </summary>
internal sealed class PollPageEndpoints(PageContext page, PollReactor polls)
{
    private const string Path = "/polls";
    /// <summary>Under nobody's name: who ticked what is for nobody to know.</summary>
    private const string Voter = "household";
    private const string CommitteePath = "/committee/polls";

    internal void Map(WebApplication app)
    {
        var everyone = app.MapGroup(Path).Open();
        everyone.MapGet("", Task<IResult> (HttpContext context) => ListAsync(context, null));
        everyone.MapGet("/polls.csv", (Delegate)CsvAsync);
        everyone.MapPost("/{id}/tick", TickAsync).RequireRateLimiting(LoginEndpoints.CodeThrottle);
        var committee = app.MapGroup(CommitteePath).RequirePage(Role.Committee);
        committee.MapGet("", Task<IResult> (HttpContext context) => DeskAsync(context, null));
        committee.MapGet("/polls.csv", (Delegate)DeskCsvAsync);
        committee.MapPost("/propose", (Delegate)ProposeAsync);
        committee.MapPost("/{id}/approve", (string id, HttpContext context) => AtDeskAsync(context, new ApprovePoll(id)));
        committee.MapPost("/{id}/withdraw", (string id, HttpContext context) => AtDeskAsync(context, new WithdrawPoll(id)));
        app.MapGroup("/api/polls").Open().MapGet("", async () =>
            Results.Ok((await ApprovedAsync()).Select(one => PollBody.Of(one, page.Reads)).ToList()));
        app.MapGroup("/api/polls/{id}/tick").Require(Role.Resident).MapPost("", (string id, TickBody body, HttpContext context) =>
            TickByApiAsync(id, body.Option, Callers.Of(context).Household!));
        var api = app.MapGroup("/api/polls").Require(Role.Committee);
        api.MapPost("", Task<IResult> (HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, PollBodies.Default.NewPollBody, body =>
                body.ToRequest(page.Reads.Zone))).Takes(typeof(NewPollBody));
        api.MapPost("/{id}/approve", (string id, HttpContext context) => RequestResults.AskAsync(page.Loop, context, new ApprovePoll(id)));
        api.MapPost("/{id}/withdraw", (string id, HttpContext context) => RequestResults.AskAsync(page.Loop, context, new WithdrawPoll(id)));
    }

    private async Task<IResult> ListAsync(HttpContext context, Text? said)
    {
        var (approved, now, household) = (await ApprovedAsync(), page.Reads.Clock.Now, Callers.Find(context)?.Household);
        return await page.ShowAsync<PollsPage>(context, (nameof(PollsPage.Polls), approved), (nameof(PollsPage.Now), now),
            (nameof(PollsPage.Household), household), (nameof(PollsPage.Households), page.Reads.Model.Households),
            (nameof(PollsPage.Said), said));
    }

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

    /// <summary>By who is logged in for a household, or on any screen with the code a station showed for a card.</summary>
    private async Task<IResult> TickAsync(string id, HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        var (household, channel, code) = (Callers.Find(context)?.Household, "phone", form["code"].ToString());
        if (code.Length > 0)
        {
            // Looked at first: a tick that is refused costs nobody a second walk to the station.
            var redeemed = await page.Loop.AskAsync(new RedeemStationCode(code, IsUsedUp: false), "card");
            if (redeemed.Reason is not null)
                return await RefusedAsync(context, redeemed.Text);
            (household, channel) = (redeemed.Detail, "card");
        }
        if (household is null)
            return await RefusedAsync(
                context, new("请先登录，或在站点连刷两次卡，输入屏幕上的 8 位码", "Log in first, or tap your card twice at a station and enter the eight digits"));
        var option = int.TryParse(form["option"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var answer = await page.Loop.AskAsync(new TickPoll(id, household, option, channel), Voter);
        if (answer.Reason is not null)
            return await RefusedAsync(context, answer.Text);
        if (code.Length > 0)
            await page.Loop.AskAsync(new RedeemStationCode(code), "card");
        return Results.LocalRedirect(Path);
    }

    private async Task<IResult> TickByApiAsync(string id, int option, string household) =>
        RequestResults.Reply(await page.Loop.AskAsync(new TickPoll(id, household, option, "phone"), Voter));

    private Task<IResult> RefusedAsync(HttpContext context, Text said) =>
        RequestResults.RefusedAsync(context, said, why => ListAsync(context, why));

    private async Task<IResult> DeskAsync(HttpContext context, Text? said)
    {
        var all = await page.Loop.InspectAsync(_ => polls.Polls);
        return await page.ShowAsync<PollDeskPage>(
            context, (nameof(PollDeskPage.Polls), all), (nameof(PollDeskPage.Who), RequestResults.NameOf(context)),
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

/// <summary>Polls in words.</summary>
internal static class PollViews
{
    /// <summary>The published result, with counts.</summary>
    internal static Text ResultOf(PollStanding one)
    {
        var (counts, words) = (one.Result!.Counts, PollTexts.Of(one.Result));
        return new(
            $"居民打钩“{one.Poll.Title.Zh}”：{string.Join("，", one.Poll.Options.Select((option, index) => $"{option.Zh} {counts[index]} 户"))}。{words.Zh}。",
            $"Poll \"{one.Poll.Title.En}\": {string.Join(", ", one.Poll.Options.Select((option, index) => $"{option.En} {counts[index]}"))}; {words.En}.");
    }

    internal static Text StateOf(PollStanding one, Instant now) => one.IsWithdrawn ? new("已撤回", "withdrawn")
        : one.Result is not null ? new("已结束", "over")
        : !one.IsApproved ? new("等另一位委员批准", "another member must approve")
        : one.Poll.IsOpenAt(now) ? new($"进行中，已有 {one.Turnout} 户", $"open, {one.Turnout} so far")
        : one.Poll.Opens > now ? new("还没开始", "not open yet") : new("正在结束", "ending");
}

/// <summary>For everybody: counts once it is over, not before.</summary>
internal sealed record PollRow(
    string Id, string Question, string Opens, string Closes, int Quorum, int Turnout, string State, string Result)
{
    internal static PollRow Of(PollStanding one, PageReads reads, Language language) => new(
        one.Poll.Id, language.Pick(one.Poll.Title), TimeText.Minute(one.Poll.Opens, reads.Zone), TimeText.Minute(one.Poll.Closes, reads.Zone),
        one.Poll.Quorum, one.Turnout,
        language.Pick(PollViews.StateOf(one, reads.Clock.Now)), one.Result is null ? "" : language.Pick(PollViews.ResultOf(one)));
}

/// <summary>For the committee: also who asks, and what came of it.</summary>
internal sealed record PollDeskRow(
    string Id, string Question, string By, string Opens, string Closes, int Quorum, int Turnout, string State, string Result, string Draft)
{
    internal static PollDeskRow Of(PollStanding one, PageReads reads, Language language)
    {
        var row = PollRow.Of(one, reads, language);
        return new(
            row.Id, row.Question, one.Poll.Author, row.Opens, row.Closes, row.Quorum, row.Turnout, row.State, row.Result, one.Draft ?? "");
    }
}

internal sealed record TickBody(int Option);

internal sealed record NewPollBody(
    string Title, IReadOnlyList<string> Options, LocalDateTime Opens, LocalDateTime Closes, int Quorum, string Explanation = "")
{
    internal ProposePoll ToRequest(DateTimeZone zone) =>
        new(new Poll(
            "", Text.Same(Title), Text.Same(Explanation), [.. Options.Select(Text.Same)], Opens.InZoneLeniently(zone).ToInstant(),
            Closes.InZoneLeniently(zone).ToInstant(), Quorum));
}

internal sealed record PollBody(
    string Id, Text Title, Text Explanation, IReadOnlyList<Text> Options, string Opens, string Closes, int Quorum, int Turnout,
    IReadOnlyList<int>? Counts, bool? IsAccepted)
{
    /// <summary>Counts once it is over, not before.</summary>
    internal static PollBody Of(PollStanding one, PageReads reads) =>
        new(one.Poll.Id, one.Poll.Title, one.Poll.Explanation, one.Poll.Options, GateViews.Local(one.Poll.Opens, reads.Zone),
        GateViews.Local(one.Poll.Closes, reads.Zone),
        one.Poll.Quorum, one.Turnout, one.Result?.Counts, one.Result?.IsAccepted);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(LocalDateTimeConverter)])]
[JsonSerializable(typeof(NewPollBody))]
internal sealed partial class PollBodies : JsonSerializerContext;
