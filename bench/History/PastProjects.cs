using System.Collections.Immutable;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Projects;
using Estate.FirmwareSim.Past;
using NodaTime;

namespace Estate.Bench.History;

/// <summary>
/// The residents' say meanwhile: wishes, a list that they tick, what becomes of two of its projects, and a second list that is open at the
/// end. Parts of the time that is played, so that all of it has happened however long that is.
/// </summary>
internal sealed class PastProjects(PastGateway gateway, Agenda agenda, IReadOnlyList<string> households, Random random)
{
    private const string Chair = "chair", Secretary = "secretary", Staff = "desk";
    private const double Voters = 0.3;
    private static readonly double[] Well = [0.35, 0.75, 0.9, 0.97, 1], Badly = [0.08, 0.25, 0.6, 0.85, 1];

    private readonly List<string> _projects = [], _wishes = [];

    /// <summary>Days that are played in all.</summary>
    internal int Days { get; init; }

    internal void Plan(PastDay first)
    {
        void At(double share, Action act) => agenda.At(first.At(10 + (24 * share * Days)), act);
        At(0.01, MakeWishes);
        At(0.04, AddProjects);
        At(0.06, () => AskList(new("第一张清单", "The first list"), _projects, 0.22));
        At(0.30, () => Meet(0, MeetingKind.Hearing, 34, "2026-21", PastWishes.Hearing));
        At(0.32, () => Vote(new AskForVariants(
            _projects[0], new("亮到几点？", "Lit until when?"),
            [new("到 22:00", "until 22:00"), new("到 24:00", "until midnight"), new("整夜，有人才亮", "all night, when somebody comes")], 1,
            Voting(0.14)), null));
        At(0.36, () => Meet(0, MeetingKind.Coordination, 9, "", PastWishes.Coordination));
        At(0.50, () => gateway.Ask(new FinishProject(_projects[0], PastWishes.LampsDone), Chair));
        At(0.51, () => gateway.Ask(new FinishProject(_projects[1], PastWishes.PathDone), Secretary));
        At(0.52, () => Vote(new AskForSatisfaction(_projects[0], 60, Voting(0.2)), Well));
        At(0.53, () => Vote(new AskForSatisfaction(_projects[1], 60, Voting(0.2)), Badly));
        At(0.78, () => Meet(0, MeetingKind.Review, 27, "2026-24", PastWishes.Review));
        // The demonstration's resident still has it to do.
        At(0.84, () => AskList(new("第二张清单", "The second list"), Candidates(), 0.5));
    }

    /// <summary>Those that were not among the first ten, and the one that is back.</summary>
    private List<string> Candidates() => [.. gateway.Of<ProjectReactor>().All.Where(one => one.State == ProjectState.Candidate)
        .Select(one => one.Project.Id)];

    private void MakeWishes()
    {
        foreach (var (words, index) in PastWishes.Words.Select((words, index) => (words, index)))
        {
            var (channel, by) = index switch { 0 => ("desk", Staff), 1 => ("card", "household"), _ => ("phone", "household") };
            if (gateway.Ask(new MakeWish(words, households[index + 1], channel), by).Detail is { } id)
                _wishes.Add(id);
        }
        gateway.Ask(new SetWishAside(_wishes[^1], "要改规划，社区定不了 (the city plans this)"), Chair);
    }

    private void AddProjects()
    {
        var due = LocalDate.FromDateTime(agenda.Now.Date).PlusDays(60);
        foreach (var ((title, idea), index) in PastWishes.Projects.Select((one, index) => (one, index)))
        {
            ImmutableArray<string> wishes = index < _wishes.Count - 1 ? [_wishes[index]] : [];
            if (gateway.Ask(new AddProject(new("", title, idea, due, wishes)), index % 2 == 0 ? Chair : Secretary).Detail is { } id)
                _projects.Add(id);
        }
    }

    private void AskList(Text title, List<string> projects, double share) =>
        Vote(new AskForList(title, [.. projects], Math.Min(3, projects.Count - 1), Voting(share)), null);

    private Voting Voting(double share)
    {
        var opens = Instant.FromDateTimeOffset(agenda.Now) + Duration.FromHours(2);
        return new(opens, opens + Duration.FromDays(share * Days), households.Count / 5);
    }

    /// <param name="grades">How households grade, added up; null: they tick what stands in front a little more often.</param>
    private void Vote(IRequest ask, double[]? grades)
    {
        if (gateway.Ask(ask, Chair).Detail is not { } id || gateway.Of<PollReactor>().Find(id)?.Poll is not { } poll)
            return;
        agenda.In(TimeSpan.FromHours(1), () => gateway.Ask(new ApprovePoll(id), Secretary));
        var lasts = (poll.Closes - poll.Opens).TotalDays;
        foreach (var household in households.Skip(1).Where(_ => random.NextDouble() < Voters))
        {
            var after = TimeSpan.FromHours(2.1) + TimeSpan.FromDays(0.97 * lasts * random.NextDouble() * random.NextDouble());
            var channel = random.NextDouble();
            var tick = new TickPoll(
                id, household, grades is null ? Some(poll) : [Grade(grades)], channel < 0.75 ? "phone" : channel < 0.9 ? "card" : "desk")
            { Words = grades is not null && random.NextDouble() < 0.01 ? PastWishes.Lines[random.Next(PastWishes.Lines.Length)] : "" };
            agenda.In(after, () => gateway.Ask(tick, "household"));
        }
    }

    private int Grade(double[] grades)
    {
        var drawn = random.NextDouble();
        return Array.FindIndex(grades, upTo => drawn <= upTo);
    }

    private ImmutableArray<int> Some(Poll poll) =>
        [.. Enumerable.Range(0, poll.MostTicks)
            .Select(_ => (int)(poll.Options.Length * Math.Pow(random.NextDouble(), 1.4))).Distinct()];

    private void Meet(int project, MeetingKind kind, int attendance, string resolution, Text minutes) => gateway.Ask(
        new HoldMeeting(_projects[project], new(kind, LocalDate.FromDateTime(agenda.Now.Date), minutes, attendance, resolution)),
        Secretary);
}
