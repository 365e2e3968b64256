using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Visits;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Visits;

/// <summary>Visits: with consent, by volunteers whom two members named, seen by few, and forgotten.</summary>
public sealed class VisitTests
{
    private static readonly NoteVisit Note = new(
        "h1", VisitPurpose.Care, VisitConsent.Said, "wants a handrail", new(2026, 3, 1), new LocalDate(2026, 3, 8));

    private readonly VisitReactor _visits = new(household => household.StartsWith('h'), Duration.FromDays(400));
    private readonly EstateMachine _machine;
    private readonly List<Fact> _facts = [];
    private Instant _now = Instant.FromUtc(2026, 3, 2, 0, 0);

    public VisitTests() => _machine = new([], [], [_visits]);

    [Fact]
    public void Nobody_notes_a_visit_before_two_members_have_named_who_does()
    {
        Assert.Equal("not_a_volunteer", Ask(Note, "wang").Reason);
        Ask(new ProposeVisitRoster(new("", "chair", [new("wang")])), "chair");
        Assert.Equal("second_person_needed", Ask(new ApproveVisitRoster("roster-1"), "chair").Reason);
        Assert.Equal("not_a_volunteer", Ask(Note, "wang").Reason);
        Assert.Equal("approved", Ask(new ApproveVisitRoster("roster-1"), "secretary").Result);
        Assert.Equal("noted", Ask(Note, "Wang").Result);
    }

    [Fact]
    public void A_visit_is_seen_by_who_made_it_and_the_keeper_and_by_nobody_else()
    {
        Name("chair", "wang", "li");
        Ask(Note, "wang");
        Ask(Note with { Household = "h2" }, "li");
        Assert.Equal(["h1"], _visits.VisibleTo("wang").Select(one => one.Household));
        Assert.Equal(2, _visits.VisibleTo("chair").Count);
        Assert.Empty(_visits.VisibleTo("secretary"));
        Assert.Empty(_visits.VisibleTo(""));
        // Who is a volunteer no more sees nothing.
        Name("secretary", "li");
        Assert.Empty(_visits.VisibleTo("wang"));
        Assert.Equal(2, _visits.VisibleTo("secretary").Count);
        // What the journal's pages say names no household.
        Assert.All(_facts.OfType<VisitNoted>(), fact =>
            Assert.DoesNotContain("h1", fact.Describe(DateTimeZone.Utc).En, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_consent_nothing_is_noted()
    {
        Name("chair", "wang");
        var before = _facts.Count;
        foreach (var (reason, bad) in new[]
        {
            ("no_consent", Note with { Consent = VisitConsent.None }), ("no_such_household", Note with { Household = "x1" }),
            ("bad_date", Note with { On = new(2026, 4, 1) }), ("bad_date", Note with { On = new(2025, 4, 1) }),
            ("bad_next", Note with { Next = new LocalDate(2026, 3, 1) }), ("too_many_words", Note with { Words = new string('x', 501) }),
        })
        {
            var answer = Ask(bad, "wang");
            Assert.Equal(reason, answer.Reason);
            Assert.Matches("[\\u4e00-\\u9fff]", answer.Text.Zh);
        }
        Assert.Equal(before, _facts.Count);
        Assert.Empty(_visits.VisibleTo("chair"));
    }

    [Fact]
    public void Visits_are_forgotten_after_their_time_and_are_not_there_after_a_restart_without_their_household()
    {
        Name("chair", "wang");
        Ask(Note, "wang");
        Ask(Note with { Household = "h2" }, "wang");
        var facts = _facts.Select(fact =>
            fact is VisitNoted { Household: "h1" } noted ? noted with { Household = "erased", Words = "" } : fact);
        var again = new VisitReactor(_ => true, Duration.FromDays(400));
        again.Restore([.. facts.Select(fact => (Fact)JsonSerializer.Deserialize(
            JsonSerializer.Serialize(fact, fact.Schema), VisitFact.Json)!).Reverse()]);
        Assert.Equal(["h2"], again.VisibleTo("chair").Select(one => one.Household));
        _now += Duration.FromDays(401);
        _machine.Step(new Tick(_now));
        Assert.Empty(_visits.VisibleTo("chair"));
    }

    [Fact]
    public void A_roster_names_a_keeper_and_different_volunteers()
    {
        Assert.Equal("keeper_needed", Ask(new ProposeVisitRoster(new("", " ", [new("wang")])), "chair").Reason);
        Assert.Equal("volunteers_needed", Ask(new ProposeVisitRoster(new("", "chair", [])), "chair").Reason);
        Assert.Equal("volunteers_needed", Ask(new ProposeVisitRoster(new("", "chair", [new("wang"), new("WANG")])), "chair").Reason);
        Assert.Empty(_facts);
    }

    private void Name(string keeper, params string[] volunteers)
    {
        var id = Ask(new ProposeVisitRoster(new("", keeper, [.. volunteers.Select(name => new Volunteer(name))])), "chair").Detail!;
        Assert.Null(Ask(new ApproveVisitRoster(id), "secretary").Reason);
    }

    private Answer Ask(IRequest request, string by)
    {
        var outcomes = _machine.Step(new RequestReceived(request, by, _now));
        _facts.AddRange(outcomes.OfType<Recorded>().Select(one => one.Fact));
        return outcomes.OfType<Replied>().Single().Answer;
    }
}
