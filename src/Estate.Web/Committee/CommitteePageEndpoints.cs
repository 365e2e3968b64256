using Estate.Adapters.Storage.Totals;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Web.Bins;
using Estate.Web.Gate;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Committee;

/// <summary>The committee's front door: how sorting goes, what waits for a second member, what was decided.</summary>
internal sealed class CommitteePageEndpoints(
    PageContext page, CommitteeCards cards, PollReactor polls, TotalsReader totals, FrontPageNews news)
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
        var hours = await page.Loop.InspectAsync(machine =>
            gates.Sum(gate => (machine.StateOf(gate) as GateState)?.Proposals.Length ?? 0));
        var (shown, part) = ListQuery.Of(context).Cut(gates, ShownGates, gate => gate.Name);
        var all = await cards.AllAsync([.. shown], await DecidedAsync());
        return await page.ShowAsync<CommitteePage>(
            context, (nameof(CommitteePage.Weeks), weeks), (nameof(CommitteePage.Goal), SortingGoal.Of(reads.Model.Goals.WetShare, null)),
            (nameof(CommitteePage.Waiting), hours + all.Where(card => !card.IsGate).Sum(card => card.Waiting)),
            (nameof(CommitteePage.Cards), all), (nameof(CommitteePage.Part), part),
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
            .Concat((await page.Loop.InspectAsync(_ => polls.Polls)).Where(one => one.Result is not null)
            .Select(one => (one.Poll.Closes, PollViews.ResultOf(one))))
            .OrderByDescending(one => one.Item1).Take(Decisions)];
    }
}
