using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Projects;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Projects;

/// <summary>What cannot be is refused with a reason in both languages, and nothing else changes.</summary>
public sealed class BadInputTests
{
    private readonly SayBook _book = new(households: 12);

    [Fact]
    public void A_list_of_sixteen_is_refused_as_is_one_of_the_same_twice_or_of_one()
    {
        var projects = _book.AddProjects(16);
        Refused("too_many_projects", new AskForList(Text.Same("A list"), [.. projects], 3, _book.Voting(5)));
        Refused("too_many_projects", new AskForList(Text.Same("A list"), [projects[0], projects[0]], 1, _book.Voting(5)));
        Refused("bad_poll", new AskForList(Text.Same("A list"), [projects[0]], 1, _book.Voting(5)));
        Refused("no_such_project", new AskForList(Text.Same("A list"), [projects[0], "project-99"], 1, _book.Voting(5)));
        Refused("bad_poll", new AskForList(Text.Same("A list"), [.. projects.Take(3)], 4, _book.Voting(5)));
        Refused("due_too_early", new AskForList(
            Text.Same("A list"), [.. projects.Take(3)], 2, new(_book.Now, Instant.FromUtc(2026, 12, 1, 9, 0), 5)));
    }

    [Fact]
    public void Ticks_after_the_end_too_many_or_of_nothing_are_refused()
    {
        var poll = _book.Open(new AskForList(Text.Same("A list"), [.. _book.AddProjects(4)], 2, _book.Voting(5)));
        Refused("too_many_ticks", new TickPoll(poll, "h1", [0, 1, 2], "phone"));
        Refused("no_such_option", new TickPoll(poll, "h1", [], "phone"));
        Refused("no_such_option", new TickPoll(poll, "h1", [1, 1], "phone"));
        Refused("no_such_option", new TickPoll(poll, "h1", 4, "desk"));
        Refused("no_such_household", new TickPoll(poll, "x1", 0, "desk"));
        Refused("too_many_words", new TickPoll(poll, "h1", 0, "phone") { Words = "a line" });
        _book.Close(poll);
        Refused("not_open", new TickPoll(poll, "h1", 0, "desk"));
    }

    [Fact]
    public void Wishes_projects_and_meetings_have_bounds()
    {
        Refused("bad_wish", new MakeWish(" ", "h1", "phone"));
        Refused("bad_wish", new MakeWish(new string('x', 201), "h1", "phone"));
        Refused("no_such_household", new MakeWish("A bench", "x1", "desk"));
        Refused("no_such_wish", new SetWishAside("wish-9", "why"));
        Refused("no_such_wish", new AddProject(SayBook.Project("Lamps", "wish-9")));
        Refused("bad_project", new AddProject(SayBook.Project(" ")));
        Refused("bad_project", new AddProject(SayBook.Project("Lamps") with { Due = new(2026, 1, 1) }));
        Refused("no_such_project", new FinishProject("project-9", Text.Same("done")));
        _book.AddProjects(1);
        var meeting = new Meeting(MeetingKind.Hearing, new(2026, 3, 1), Text.Same("Minutes"), 12, "2026-17");
        foreach (var bad in new[]
        {
            meeting with { Attendance = 0 }, meeting with { Attendance = -3 }, meeting with { Minutes = Text.Same("") },
            meeting with { On = new(2026, 4, 1) },
        })
            Refused("bad_meeting", new HoldMeeting("project-1", bad));
        foreach (var number in Enumerable.Range(1, 3))
            Assert.Null(_book.Ask(new MakeWish($"Wish {number}", "h1", "phone"), "household").Reason);
        Refused("too_many_wishes", new MakeWish("One more", "h1", "phone"));
        Refused("reason_needed", new DropProject("project-1", " "));
    }

    private void Refused(string reason, IRequest request)
    {
        var before = (_book.Facts.Count(), _book.Projects.All.Count, _book.Polls.Polls.Sum(one => one.Counts.Sum()));
        var answer = _book.Ask(request, "chair");
        Assert.Equal(reason, answer.Reason);
        Assert.Matches("[\\u4e00-\\u9fff]", answer.Text.Zh);
        Assert.DoesNotMatch("[\\u4e00-\\u9fff]", answer.Text.En);
        Assert.Equal(before, (_book.Facts.Count(), _book.Projects.All.Count, _book.Polls.Polls.Sum(one => one.Counts.Sum())));
    }
}
