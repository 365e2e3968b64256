using System.Text.Json;
using System.Text.Json.Nodes;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Web.Bins;
using Estate.Web.Gate;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Committee;

/// <summary>The committee's front door: how sorting goes, the gate's hours, what waits for a second member, what was decided.</summary>
internal sealed class CommitteePageEndpoints(
    PageContext page, CommitteeDesks desks, TotalsReader totals, FrontPageNews news)
{
    private const int Weeks = 8;
    private const int Decisions = 100;
    private const int ShownGates = 20;

    internal void Map(WebApplication app)
    {
        var committee = app.MapGroup("/committee").RequirePage(Role.Committee);
        committee.MapGet("", (Delegate)IndexAsync);
        committee.MapGet("/weeks.csv", () => SortingEndpoint.NotYet(totals) as IResult
            ?? CsvFile.Of("weeks.csv", ByWeek().Select(one => WeekRow.Of(one.First, one.Statistics))));
        committee.MapGet("/hours/{name}", (string name, HttpContext context) => HoursAsync(context, name, null));
        committee.MapPost("/hours/{name}/propose", ProposeHoursAsync);
        committee.MapPost("/hours/{name}/{id}/approve", (string name, string id, HttpContext context) =>
            AtHoursAsync(context, name, new ApproveSchedule(Gate(name), id)));
        committee.MapPost("/hours/{name}/{id}/withdraw", (string name, string id, HttpContext context) =>
            AtHoursAsync(context, name, new WithdrawSchedule(Gate(name), id)));
        var everyone = app.MapGroup("/decisions").Open();
        everyone.MapGet("", (Delegate)DecisionsAsync).Asks();
        everyone.MapGet("/decisions.csv", (Delegate)DecisionsCsvAsync).Asks();
    }

    private async Task<IResult> IndexAsync(HttpContext context)
    {
        // Asked before the weeks are read: they may be complete only afterwards.
        var (reads, added) = (page.Reads, totals.Progress());
        var weeks = ByWeek().ToList();
        var gates = GatePageEndpoints.All(reads).ToList();
        var (open, asked, told, hours) = await page.Loop.InspectAsync(machine =>
            (desks.Points.OpenPolicies, desks.Polls.Polls, desks.Notices.All,
            gates.Sum(gate => (machine.StateOf(gate) as GateState)?.Proposals.Length ?? 0)));
        var (shown, part) = ListQuery.Of(context).Cut(gates, ShownGates, gate => gate.Name);
        var cards = new List<CommitteeCard>();
        foreach (var gate in shown)
            cards.Add(await CommitteeCards.OfGateAsync(page, gate));
        cards.Add(CommitteeCards.OfPoints(reads, open));
        cards.Add(CommitteeCards.OfPolls(reads, asked));
        cards.Add(CommitteeCards.OfNotices(reads, told));
        cards.Add(CommitteeCards.OfDecisions(reads, await DecidedAsync()));
        return await page.ShowAsync<CommitteePage>(
            context, (nameof(CommitteePage.Weeks), weeks), (nameof(CommitteePage.Goal), SortingGoal.Of(reads.Model.Goals.WetShare, null)),
            (nameof(CommitteePage.Waiting), hours + cards.Where(card => !card.IsGate).Sum(card => card.Waiting)),
            (nameof(CommitteePage.Cards), cards), (nameof(CommitteePage.Part), part),
            (nameof(CommitteePage.News), await news.OfAsync(context)), (nameof(CommitteePage.Added), added));
    }

    /// <summary>The last eight, the oldest first.</summary>
    private IEnumerable<(LocalDate First, SortingStatistics Statistics)> ByWeek()
    {
        for (var week = Weeks; week > 0; week--)
        {
            var first = page.Reads.Today.PlusDays(1 - (7 * week));
            var period = totals.Of(StationKind.KindName, first, first.PlusDays(6));
            yield return (first, SortingStatistics.Of(period, page.Reads.Model.Households));
        }
    }

    private async Task<IResult> HoursAsync(HttpContext context, string name, Text? said)
    {
        if (await GatePageEndpoints.StateAsync(page.Loop, name) is not { } state)
            return Results.NotFound();
        var (reads, now) = (page.Reads, page.Reads.Clock.Now);
        return await page.ShowAsync<HoursPage>(
            context, (nameof(HoursPage.Name), name), (nameof(HoursPage.Who), RequestResults.NameOf(context)),
            (nameof(HoursPage.Said), said),
            (nameof(HoursPage.Households), reads.Model.Households),
            (nameof(HoursPage.InForce), state.Versions.At(now)),
            (nameof(HoursPage.Coming), GateViews.Coming(state.Versions, now, reads.Zone)),
            (nameof(HoursPage.Days), GateViews.Strip(state.Versions, reads.Today, reads.Zone)),
            (nameof(HoursPage.Proposals),
            state.Proposals.Select(proposal => (proposal, GateViews.Changes(state.Versions, proposal, reads.Today, reads.Zone))).ToList()));
    }

    private async Task<IResult> ProposeHoursAsync(string name, HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        try
        {
            var body = JsonSerializer.Deserialize(BodyOf(form), GateBodies.Default.ScheduleBody)!;
            return await AtHoursAsync(context, name, new ProposeSchedule(Gate(name), body.ToDraft(), body.Resolution, body.EffectiveFrom));
        }
        catch (JsonException mistake)
        {
            return await RequestResults.RefusedAsync(context, BodyErrorTexts.Of(mistake, GateBodies.Default.ScheduleBody), said =>
                HoursAsync(context, name, said));
        }
    }

    /// <summary>The form as the API's body, so that both are read, and refused, in one way.</summary>
    private static string BodyOf(IFormCollection form)
    {
        var body = new JsonObject { ["resolution"] = form["resolution"].ToString(), ["effective_from"] = form["from"].ToString() };
        if (Lines(form["closed"].ToString()) is { Count: > 0 } closed)
            body["closed"] = closed;
        if (form["exception"].ToString().Trim() is { Length: > 0 } exception)
        {
            var (first, last) = (form["first"].ToString(), form["last"].ToString());
            body["add_exceptions"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = exception,
                    ["first"] = first,
                    ["last"] = last.Length > 0 ? last : first,
                    ["closed"] = Lines(form["exception_closed"].ToString())
                });
        }
        return body.ToJsonString();
    }

    private static JsonArray Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => (JsonNode)line)];

    private Task<IResult> AtHoursAsync(HttpContext context, string name, IDeviceRequest request) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, $"/committee/hours/{Uri.EscapeDataString(name)}", said =>
            HoursAsync(context, name, said));

    private async Task<IResult> DecisionsAsync(HttpContext context) =>
        await page.ShowAsync<DecisionsPage>(context, (nameof(DecisionsPage.All), await DecidedAsync()));

    private async Task<IResult> DecisionsCsvAsync(HttpContext context)
    {
        var language = Language.Of(context);
        return CsvFile.Of(
            "decisions.csv",
            (await DecidedAsync()).Select(one => new DecisionRow(TimeText.Minute(one.At, page.Reads.Zone), language.Pick(one.Text))));
    }

    private async Task<IReadOnlyList<(Instant At, Text Text)>> DecidedAsync()
    {
        var reader = page.Reads.Reader;
        var gates = GatePageEndpoints.All(page.Reads)
            .SelectMany(gate => reader.FactsOf(gate, Decisions, [typeof(ScheduleApproved), typeof(ScheduleRevoked)]));
        return [.. gates.Select(fact =>
            (fact.Time.At, fact is ScheduleApproved approved ? approved.Change ?? approved.Notice : ((ScheduleRevoked)fact).Notice))
            .Concat(reader.FactsOf<PolicyApproved>(PointsReactor.JournalId, Decisions).Select(fact => (fact.Time.At, fact.Notice)))
            .Concat((await page.Loop.InspectAsync(_ => desks.Polls.Polls)).Where(one => one.Result is not null)
            .Select(one => (one.Poll.Closes, PollViews.ResultOf(one))))
            .OrderByDescending(one => one.Item1).Take(Decisions)];
    }

    private static DeviceId Gate(string name) => new(GatePageEndpoints.Kind, name);
}
