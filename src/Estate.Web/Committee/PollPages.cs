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

/// <summary>Residents' tick (居民打钩): the committee asks, every household ticks once, on a phone or with a station's code, all see the turnout.</summary>
internal static class PollPages
{
    private const string Path = "/polls";
    /// <summary>Under nobody's name: who ticked what is for nobody to know.</summary>
    private const string Voter = "household";
    private const string CommitteePath = "/committee/polls";

    internal static void MapPolls(this WebApplication app)
    {
        var everyone = app.MapGroup(Path).Open();
        everyone.MapGet("", (HttpContext context, CommitteeSources sources) => ListAsync(context, sources, null));
        everyone.MapGet("/polls.csv", CsvAsync);
        everyone.MapPost("/{id}/tick", TickAsync).RequireRateLimiting(LoginPages.CodeThrottle);
        var committee = app.MapGroup(CommitteePath).RequirePage(Role.Committee);
        committee.MapGet("", (HttpContext context, CommitteeSources sources) => DeskAsync(context, sources, null));
        committee.MapGet("/polls.csv", DeskCsvAsync);
        committee.MapPost("/propose", ProposeAsync);
        committee.MapPost("/{id}/approve", (string id, HttpContext context, CommitteeSources sources) => AtDeskAsync(context, sources, new ApprovePoll(id)));
        committee.MapPost("/{id}/withdraw", (string id, HttpContext context, CommitteeSources sources) => AtDeskAsync(context, sources, new WithdrawPoll(id)));
        app.MapGroup("/api/polls").Open().MapGet("", async (CommitteeSources sources) =>
            Results.Ok(await sources.Loop.InspectAsync(_ => sources.Polls.Polls.Where(one => one.IsApproved).Select(one => PollBody.Of(one, sources.Reads)).ToList())));
        app.MapGroup("/api/polls/{id}/tick").Require(Role.Resident).MapPost("", (string id, TickBody body, HttpContext context, CommitteeSources sources) =>
            TickByApiAsync(id, body.Option, Callers.Of(context).Household!, sources));
        var api = app.MapGroup("/api/polls").Require(Role.Committee);
        api.MapPost("", (HttpContext context, CommitteeSources sources) => OperatorDesk.AskAsync(sources.Loop, context, PollBodies.Default.NewPollBody, body => body.ToRequest(sources.Reads.Zone))).Takes(typeof(NewPollBody));
        api.MapPost("/{id}/approve", (string id, HttpContext context, CommitteeSources sources) => OperatorDesk.AskAsync(sources.Loop, context, new ApprovePoll(id)));
        api.MapPost("/{id}/withdraw", (string id, HttpContext context, CommitteeSources sources) => OperatorDesk.AskAsync(sources.Loop, context, new WithdrawPoll(id)));
    }

    private static async Task<IResult> ListAsync(HttpContext context, CommitteeSources sources, Text? said)
    {
        var (polls, now, household) = (await ApprovedAsync(sources), sources.Reads.Clock.Now, Callers.Find(context)?.Household);
        return await sources.Pages.PageAsync<PollsPage>(context, sources.Reads, (nameof(PollsPage.Polls), polls), (nameof(PollsPage.Now), now),
            (nameof(PollsPage.Household), household), (nameof(PollsPage.Households), sources.Reads.Model.Households), (nameof(PollsPage.Said), said));
    }

    private static Task<List<PollStanding>> ApprovedAsync(CommitteeSources sources) => sources.Loop.InspectAsync(_ => sources.Polls.Polls.Where(one => one.IsApproved).ToList());

    private static async Task<IResult> CsvAsync(HttpContext context, CommitteeSources sources)
    {
        var language = Language.Of(context);
        return CsvFile.Of("polls.csv", (await ApprovedAsync(sources)).Select(one => PollRow.Of(one, sources.Reads, language)));
    }

    private static async Task<IResult> DeskCsvAsync(HttpContext context, CommitteeSources sources)
    {
        var language = Language.Of(context);
        return CsvFile.Of("polls.csv", (await sources.Loop.InspectAsync(_ => sources.Polls.Polls)).Select(one => PollDeskRow.Of(one, sources.Reads, language)));
    }

    /// <summary>By who is logged in for a household, or on any screen with the code a station showed for a card.</summary>
    private static async Task<IResult> TickAsync(string id, HttpContext context, CommitteeSources sources)
    {
        var form = await OperatorDesk.FormAsync(context);
        var (household, channel, code) = (Callers.Find(context)?.Household, "phone", form["code"].ToString());
        if (code.Length > 0)
        {
            // Looked at first: a tick that is refused costs nobody a second walk to the station.
            var redeemed = await sources.Loop.AskAsync(new RedeemStationCode(code, IsUsedUp: false), "card");
            if (redeemed.Reason is not null)
                return await RefusedAsync(context, sources, redeemed.Text);
            (household, channel) = (redeemed.Detail, "card");
        }
        if (household is null)
            return await RefusedAsync(context, sources, new("请先登录，或在站点连刷两次卡，输入屏幕上的 8 位码", "Log in first, or tap your card twice at a station and enter the eight digits"));
        var option = int.TryParse(form["option"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var answer = await sources.Loop.AskAsync(new TickPoll(id, household, option, channel), Voter);
        if (answer.Reason is not null)
            return await RefusedAsync(context, sources, answer.Text);
        if (code.Length > 0)
            await sources.Loop.AskAsync(new RedeemStationCode(code), "card");
        return Results.LocalRedirect(Path);
    }

    private static async Task<IResult> TickByApiAsync(string id, int option, string household, CommitteeSources sources) =>
        OperatorDesk.Reply(await sources.Loop.AskAsync(new TickPoll(id, household, option, "phone"), Voter));

    private static Task<IResult> RefusedAsync(HttpContext context, CommitteeSources sources, Text said) => OperatorDesk.RefusedAsync(context, said, why => ListAsync(context, sources, why));

    private static async Task<IResult> DeskAsync(HttpContext context, CommitteeSources sources, Text? said)
    {
        var polls = await sources.Loop.InspectAsync(_ => sources.Polls.Polls);
        return await sources.Pages.PageAsync<PollDeskPage>(context, sources.Reads, (nameof(PollDeskPage.Polls), polls), (nameof(PollDeskPage.Who), OperatorDesk.NameOf(context)),
            (nameof(PollDeskPage.Now), sources.Reads.Clock.Now), (nameof(PollDeskPage.Households), sources.Reads.Model.Households), (nameof(PollDeskPage.Said), said));
    }

    private static async Task<IResult> ProposeAsync(HttpContext context, CommitteeSources sources)
    {
        var form = await OperatorDesk.FormAsync(context);
        try
        {
            return await AtDeskAsync(context, sources, PollForm.Read(form, sources.Reads.Zone));
        }
        catch (FormatException mistake)
        {
            return await OperatorDesk.RefusedAsync(context, Text.Same(mistake.Message), said => DeskAsync(context, sources, said));
        }
    }

    private static Task<IResult> AtDeskAsync(HttpContext context, CommitteeSources sources, IRequest request) =>
        OperatorDesk.AskAtPageAsync(sources.Loop, context, request, CommitteePath, said => DeskAsync(context, sources, said));
}

/// <summary>A poll as a form holds it.</summary>
internal static class PollForm
{
    /// <summary>What most questions offer; the first is the yes.</summary>
    internal const string YesOrNo = "同意 | I agree\n不同意 | I do not agree";

    /// <exception cref="FormatException">Says which field.</exception>
    internal static ProposePoll Read(IFormCollection form, DateTimeZone zone)
    {
        var options = form["options"].ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(TextOf).ToList();
        var quorum = int.TryParse(form["quorum"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException("最低参与户数 / quorum: a number");
        PollConsequence? consequence = form["target"].ToString() is { Length: > 0 } target ? new(target, form["body"].ToString()) : null;
        if (consequence is not null)
            Check(consequence);
        return new(new Poll("", TextOf(form["title"].ToString()), TextOf(form["explanation"].ToString()), [.. options], At(form["opens"].ToString(), zone), At(form["closes"].ToString(), zone), quorum) { Consequence = consequence });
    }

    private static void Check(PollConsequence consequence)
    {
        try
        {
            PollFollowUp.RequestOf(consequence);
        }
        catch (Exception mistake) when (mistake is System.Text.Json.JsonException or FormatException or ArgumentException)
        {
            throw new FormatException(mistake.Message, mistake);
        }
    }

    /// <summary>Chinese, and English behind a bar: <c>同意 | I agree</c>.</summary>
    private static Text TextOf(string line)
    {
        var parts = line.Trim().Split('|', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 ? new(parts[0], parts[1]) : Text.Same(parts[0]);
    }

    private static Instant At(string text, DateTimeZone zone) => LocalDateTimeConverter.Parse(text).InZoneLeniently(zone).ToInstant();
}

/// <summary>Polls in words.</summary>
internal static class PollViews
{
    /// <summary>The published result, with counts.</summary>
    internal static Text ResultOf(PollStanding one)
    {
        var (counts, words) = (one.Result!.Counts, PollSentences.Of(one.Result));
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
internal sealed record PollRow(string Id, string Question, string Opens, string Closes, int Quorum, int Turnout, string State, string Result)
{
    internal static PollRow Of(PollStanding one, PageReads reads, Language language) => new(
        one.Poll.Id, language.Pick(one.Poll.Title), Words.Minute(one.Poll.Opens, reads.Zone), Words.Minute(one.Poll.Closes, reads.Zone), one.Poll.Quorum, one.Turnout,
        language.Pick(PollViews.StateOf(one, reads.Clock.Now)), one.Result is null ? "" : language.Pick(PollViews.ResultOf(one)));
}

/// <summary>For the committee: also who asks, and what came of it.</summary>
internal sealed record PollDeskRow(string Id, string Question, string By, string Opens, string Closes, int Quorum, int Turnout, string State, string Result, string Draft)
{
    internal static PollDeskRow Of(PollStanding one, PageReads reads, Language language)
    {
        var row = PollRow.Of(one, reads, language);
        return new(row.Id, row.Question, one.Poll.Author, row.Opens, row.Closes, row.Quorum, row.Turnout, row.State, row.Result, one.Draft ?? "");
    }
}

internal sealed record TickBody(int Option);

internal sealed record NewPollBody(string Title, IReadOnlyList<string> Options, LocalDateTime Opens, LocalDateTime Closes, int Quorum, string Explanation = "")
{
    internal ProposePoll ToRequest(DateTimeZone zone) => new(new Poll("", Text.Same(Title), Text.Same(Explanation), [.. Options.Select(Text.Same)], Opens.InZoneLeniently(zone).ToInstant(), Closes.InZoneLeniently(zone).ToInstant(), Quorum));
}

internal sealed record PollBody(string Id, Text Title, Text Explanation, IReadOnlyList<Text> Options, string Opens, string Closes, int Quorum, int Turnout, IReadOnlyList<int>? Counts, bool? IsAccepted)
{
    /// <summary>Counts once it is over, not before.</summary>
    internal static PollBody Of(PollStanding one, PageReads reads) => new(one.Poll.Id, one.Poll.Title, one.Poll.Explanation, one.Poll.Options, GateViews.Local(one.Poll.Opens, reads.Zone), GateViews.Local(one.Poll.Closes, reads.Zone),
        one.Poll.Quorum, one.Turnout, one.Result?.Counts, one.Result?.IsAccepted);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, Converters = [typeof(LocalDateTimeConverter)])]
[JsonSerializable(typeof(NewPollBody))]
internal sealed partial class PollBodies : JsonSerializerContext;
