using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.People;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.People;

/// <summary>A question to the households: decided by two, ticked once each, counted, and nobody can say who chose what.</summary>
public sealed class PollTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 0, 0);
    private static readonly Poll Question = new(
        "", Text.Same("Close at 22:00?"), Text.Same(""), [Text.Same("yes"), Text.Same("no")], Start + Duration.FromHours(1),
        Start + Duration.FromDays(7), 3);
    private readonly PollReactor _desk = new(5, household => household.StartsWith('h'));
    private readonly EstateMachine _machine;
    private readonly List<Outcome> _outcomes = [];
    private Instant _now = Start;

    public PollTests() => _machine = new EstateMachine([], [], [_desk]);

    [Fact]
    public void A_poll_is_proposed_approved_by_another_person_voted_on_and_closed_on_time()
    {
        Assert.Equal("poll-1", Ask(new ProposePoll(Question), "chair").Detail);
        Assert.Equal("not_open", Tick("h1", 0).Reason);
        Assert.Equal("second_person_needed", Ask(new ApprovePoll("poll-1"), "CHAIR").Reason);
        Assert.Equal("approved", Ask(new ApprovePoll("poll-1"), "secretary").Result);
        Assert.Equal("not_open", Tick("h1", 0).Reason);
        _now += Duration.FromHours(1);
        Assert.Equal(["ticked", "ticked", "ticked"], new[] { Tick("h1", 0), Tick("h2", 0), Tick("h3", 1) }.Select(answer => answer.Result));
        Assert.Equal(
            ["already_ticked", "no_such_household", "no_such_option", "no_such_option"],
            new[] { Tick("h1", 1), Tick("x9", 0), Tick("h4", 2), Tick("h4", -1) }.Select(answer => answer.Reason));
        _now = Question.Closes;
        Assert.Equal("not_open", Tick("h4", 1).Reason);
        _outcomes.AddRange(_machine.Step(new Tick(_now)));
        var closed = Assert.Single(_outcomes.OfType<Recorded>().Select(one => one.Fact).OfType<PollClosed>());
        Assert.Equal([2, 1], closed.Result.Counts);
        Assert.True(closed.Result.IsAccepted);
        Assert.Empty(_machine.Step(new Tick(_now + Duration.FromHours(1))).OfType<Recorded>());
    }

    [Fact]
    public void A_vote_that_could_not_be_written_can_be_repeated()
    {
        foreach (var (request, by, result) in new (IRequest, string, string)[]
        {
            (new ProposePoll(Question), "chair", "proposed"), (new ApprovePoll("poll-2"), "secretary", "approved"),
            (new TickPoll("poll-2", "h1", 0, "phone"), "h1", "ticked"),
        })
        {
            _machine.Undo(_machine.Step(new RequestReceived(request, by, _now)), []);
            Assert.Equal(result, Ask(request, by).Result);
            _now = Question.Opens;
        }
        Assert.Equal([1, 0], _desk.Find("poll-2")!.Counts);
        Assert.Equal("already_ticked", Ask(new TickPoll("poll-2", "h1", 1, "phone"), "h1").Reason);
    }

    [Theory]
    [InlineData(new[] { 0, 0 }, false)]
    [InlineData(new[] { 0, 0, 1 }, true)]
    [InlineData(new[] { 0, 0, 1, 1 }, false)]
    [InlineData(new[] { 1, 1, 1 }, false)]
    public void Acceptance_needs_the_quorum_and_a_majority(int[] ticks, bool isAccepted)
    {
        Open();
        for (var i = 0; i < ticks.Length; i++)
            Tick($"h{i}", ticks[i]);
        _now = Question.Closes;
        _machine.Step(new Tick(_now));
        Assert.Equal(isAccepted, _desk.Find("poll-1")!.Result!.IsAccepted);
    }

    [Fact]
    public void Nothing_stored_or_answered_reveals_who_chose_what()
    {
        Open();
        _outcomes.Clear();
        Tick("h1", 0);
        var yes = Kept(_outcomes);
        _outcomes.Clear();
        Tick("h2", 1);
        // But for the household's name the two leave the same behind, and the count stands apart from it.
        Assert.Equal(yes, Kept(_outcomes).Replace("h2", "h1", StringComparison.Ordinal));
        Assert.Equal([1, 1], _outcomes.OfType<TallySaved>().Single().Tally.Counts);
    }

    [Fact]
    public void Open_and_closed_polls_and_who_has_voted_survive_a_restart()
    {
        Open();
        Tick("h1", 0);
        Tick("h2", 1);
        Ask(new ProposePoll(Question with { Title = Text.Same("another") }), "chair");
        Ask(new WithdrawPoll("poll-2"), "chair");
        var facts = _outcomes.OfType<Recorded>()
            .Select(one =>
                (Fact)JsonSerializer.Deserialize(JsonSerializer.Serialize(one.Fact, one.Fact.Schema), PollJson.Default.PollFact)!).Reverse()
                .ToList();
        var again = new PollReactor(5, _ => true);
        again.Restore(
            facts, new Dictionary<string, PollTally> { ["poll-1"] = _outcomes.OfType<TallySaved>().Last().Tally });
        var machine = new EstateMachine([], [], [again]);
        Assert.Equal(
            "already_ticked", AnswerOf(machine.Step(new RequestReceived(new TickPoll("poll-1", "h2", 0, "card"), "x", _now))).Reason);
        Assert.Equal("ticked", AnswerOf(machine.Step(new RequestReceived(new TickPoll("poll-1", "h3", 0, "card"), "x", _now))).Result);
        machine.Step(new Tick(Question.Closes));
        Assert.Equal([2, 1], again.Find("poll-1")!.Result!.Counts);
        Assert.True(again.Find("poll-2")!.IsWithdrawn);
        Assert.Null(again.Find("poll-2")!.Result);
    }

    [Fact]
    public void An_invalid_poll_is_refused_with_a_reason()
    {
        foreach (var bad in new[]
        {
            Question with { Title = Text.Same(" ") }, Question with { Options = [Text.Same("yes")] }, Question
                with { Options = [Text.Same("yes"), Text.Same("yes")] },
            Question with { Closes = Question.Opens }, Question with { Quorum = 2, Consequence = new("points", "{}") }, Question
                with { Quorum = 6 }, Question with { Quorum = 0 }, Question with { Opens = Start - Duration.FromDays(2) }, Question
                    with { Closes = Start + Duration.FromDays(200) },
        })
            Assert.Equal("bad_poll", Ask(new ProposePoll(bad), "chair").Reason);
        Assert.Empty(_desk.Polls);
        Ask(new ProposePoll(Question), "chair");
        _now = Question.Closes;
        Assert.Equal("effective_time_passed", Ask(new ApprovePoll("poll-1"), "secretary").Reason);
    }

    [Fact]
    public void The_draft_of_an_accepted_poll_is_recorded_once()
    {
        Open();
        for (var i = 0; i < 3; i++)
            Tick($"h{i}", 0);
        Assert.Null(Ask(new NotePollDraft("poll-1", "points-1"), "poll-1").Detail);
        _now = Question.Closes;
        _machine.Step(new Tick(_now));
        Ask(new NotePollDraft("poll-1", "points-1"), "poll-1");
        Assert.Equal("points-1", _desk.Find("poll-1")!.Draft);
    }

    private void Open()
    {
        Ask(new ProposePoll(Question), "chair");
        Ask(new ApprovePoll("poll-1"), "secretary");
        _now += Duration.FromHours(1);
    }

    private Answer Tick(string household, int option) => Ask(new TickPoll("poll-1", household, option, "phone"), "household");

    private Answer Ask(IRequest request, string by)
    {
        var outcomes = _machine.Step(new RequestReceived(request, by, _now));
        _outcomes.AddRange(outcomes);
        return AnswerOf(outcomes);
    }

    private static Answer AnswerOf(IEnumerable<Outcome> outcomes) =>
        outcomes.OfType<Replied>().SingleOrDefault()?.Answer ?? Answer.Recorded;

    private static string Kept(IEnumerable<Outcome> outcomes) =>
        string.Join(
            '\n', outcomes.Where(one => one is not TallySaved)
            .Select(one => one is Recorded recorded ? JsonSerializer.Serialize(recorded.Fact, recorded.Fact.Schema) : one is Replied replied
                ? JsonSerializer.Serialize(replied.Answer) : one.ToString()));
}
