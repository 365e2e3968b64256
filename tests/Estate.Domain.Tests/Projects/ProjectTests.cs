using Estate.Domain.Devices;
using Estate.Domain.Projects;
using Xunit;

namespace Estate.Domain.Tests.Projects;

/// <summary>A project from wish to satisfaction, by what the households tick.</summary>
public sealed class ProjectTests
{
    private readonly SayBook _book = new(households: 12);

    [Fact]
    public void Wishes_become_projects_and_the_first_ten_of_a_list_are_promised_with_their_date()
    {
        Assert.Equal("wish-1", _book.Ask(new MakeWish("Light on the stairs", "h1", "phone"), "household").Detail);
        Assert.Equal("wish-2", _book.Ask(new MakeWish("A bench", null, "desk"), "desk").Detail);
        var projects = _book.AddProjects(12, "wish-1");
        Assert.Equal("project-1", _book.Projects.FindWish("wish-1")!.Project);
        Assert.Equal("set_aside", _book.Ask(new SetWishAside("wish-2", "there is one"), "chair").Result);
        Assert.DoesNotContain(_book.Projects.Wishes, wish => wish.IsOpen);

        var poll = _book.Open(new AskForList(Text.Same("First list"), [.. projects], 3, _book.Voting(quorum: 5)));
        // Project 12 has no tick, 11 and 1 have most.
        foreach (var household in Enumerable.Range(1, 11))
            Assert.Null(_book.Tick(poll, household, household - 1, 10, 0).Reason);
        _book.Close(poll);
        var promised = _book.Projects.All.Where(one => one.State == ProjectState.Committed).OrderBy(one => one.Promise!.Rank).ToList();
        Assert.Equal(ProjectReactor.Promised, promised.Count);
        Assert.Equal(["project-1", "project-11"], promised.Take(2).Select(one => one.Project.Id));
        Assert.Equal((11, SayBook.Due), (promised[0].Promise!.Ticks, promised[0].Promise!.Due));
        Assert.Equal(ProjectState.Candidate, _book.Projects.Find("project-12")!.State);
        Assert.Equal(11, _book.Polls.Find(poll)!.Result!.Turnout);
    }

    [Fact]
    public void Variants_meetings_the_end_and_enough_satisfied_households_make_it_whole()
    {
        var poll = _book.OpenFirstProject();
        Assert.Equal("not_now", _book.Ask(new FinishProject("project-1", Text.Same("done")), "chair").Reason);
        _book.TickAll(poll, 6, 0);
        _book.Close(poll);
        var variants = _book.Open(new AskForVariants(
            "project-1", Text.Same("What for?"), [Text.Same("Reading"), Text.Same("Repairs"), Text.Same("A kitchen")], 2, _book.Voting(5)));
        _book.TickAll(variants, 6, 1, 2);
        _book.Close(variants);
        Assert.Equal([0, 6, 6], _book.Polls.Find(variants)!.Result!.Counts);
        foreach (var kind in Enum.GetValues<MeetingKind>())
            Assert.Null(_book.Hold("project-1", kind).Reason);
        Assert.Equal("recorded", _book.Ask(new FinishProject("project-1", Text.Same("Rooms are open")), "chair").Result);
        Assert.True(_book.Judge("project-1", [0, 0, 0, 1, 4]));
        Assert.Equal(ProjectState.Accepted, _book.Projects.Find("project-1")!.State);
        Assert.Equal(3, _book.Projects.Find("project-1")!.Meetings.Length);
    }

    [Theory]
    [InlineData(new[] { 0, 2, 3, 4, 4 }, false, true)]
    [InlineData(new[] { 0, 1, 1, 3, 4 }, true, false)]
    // Of four households nothing is said: neither accepted nor back.
    [InlineData(new[] { 0, 0, 0, 0 }, false, false)]
    public void Below_the_share_it_goes_back_on_the_list_and_may_be_promised_again(int[] grades, bool isAccepted, bool isBack)
    {
        _book.FinishFirstProject();
        Assert.Equal(isAccepted, _book.Judge("project-1", grades));
        var one = _book.Projects.Find("project-1")!;
        Assert.Equal((isBack, isAccepted), (one.IsBack, one.State == ProjectState.Accepted));
        if (!isBack)
            return;
        _book.Revise("project-1");
        var again = _book.OpenFirstProject(isThere: true);
        _book.TickAll(again, 5, 0);
        _book.Close(again);
        Assert.Equal(ProjectState.Committed, _book.Projects.Find("project-1")!.State);
        Assert.Single(_book.Projects.Find("project-1")!.Verdicts);
    }

    [Fact]
    public void A_list_that_too_few_ticked_promises_nothing()
    {
        var poll = _book.OpenFirstProject();
        _book.TickAll(poll, 4, 0);
        _book.Close(poll);
        Assert.All(_book.Projects.All, one => Assert.Equal(ProjectState.Candidate, one.State));
    }

    [Fact]
    public void All_of_it_survives_a_restart()
    {
        _book.Ask(new MakeWish("Light on the stairs", "h1", "phone"), "household");
        _book.FinishFirstProject();
        _book.Hold("project-1", MeetingKind.Review);
        _book.Judge("project-1", [0, 0, 0, 0, 4]);
        var (projects, polls) = _book.Again();
        Assert.Equal(_book.Projects.All.Select(Told), projects.All.Select(Told));
        Assert.Equal(_book.Projects.Wishes, projects.Wishes);
        Assert.Equal(_book.Polls.Polls.Select(one => one.Result?.Turnout), polls.Polls.Select(one => one.Result?.Turnout));
    }

    [Fact]
    public void What_could_not_be_written_is_as_before()
    {
        _book.AddProjects(2);
        foreach (var (request, by) in new (IRequest, string)[]
        {
            (new MakeWish("A bench", "h1", "phone"), "household"), (new DropProject("project-2", "no money"), "chair"),
            (new AddProject(SayBook.Project("Another")), "chair"),
        })
        {
            var before = (_book.Projects.All.Select(Told).ToList(), _book.Projects.Wishes);
            _book.AskInVain(request, by);
            Assert.Equal(before.Item1, _book.Projects.All.Select(Told));
            Assert.Equal(before.Wishes, _book.Projects.Wishes);
        }
    }

    private static string Told(ProjectStanding one) =>
        $"{one.Project.Id} {one.State} {one.Promise} {one.Ending} {string.Join(',', one.Meetings)} {string.Join(',', one.Verdicts)}";
}
