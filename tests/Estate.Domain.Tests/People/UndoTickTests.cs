using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.People;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.People;

/// <summary>For ten minutes a household can take its tick back; then it is sealed.</summary>
public sealed class UndoTickTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 0, 0);
    private static readonly Poll Question = new(
        "", Text.Same("Close at 22:00?"), Text.Same(""), [Text.Same("yes"), Text.Same("no")], Start, Start + Duration.FromHours(2), 1);
    private readonly PollReactor _desk = new(5, _ => true);
    private readonly EstateMachine _machine;
    private readonly List<Outcome> _outcomes = [];
    private Duration _uptime = Duration.FromHours(1);

    public UndoTickTests()
    {
        _machine = new EstateMachine([], [], [_desk]);
        Ask(new ProposePoll(Question), "chair");
        Ask(new ApprovePoll("poll-1"), "secretary");
    }

    private Instant Now => Start + _uptime;

    [Fact]
    public void A_tick_is_taken_back_within_ten_minutes_and_another_made()
    {
        Tick("h1", 0);
        Tick("h2", 0);
        Pass(Duration.FromMinutes(9));
        Assert.Equal(Duration.FromMinutes(1), _desk.TimeToUndo("poll-1", "h1", _uptime));
        Assert.Equal("undone", Undo("h1").Result);
        Assert.Equal("sealed", Undo("h1").Reason);
        Assert.False(_desk.Find("poll-1")!.HasTicked("h1"));
        Assert.Equal([1, 0], _desk.Find("poll-1")!.Counts);
        Assert.Equal("ticked", Tick("h1", 1).Result);
        Pass(Duration.FromMinutes(10));
        Assert.Equal(("sealed", "sealed"), (Undo("h1").Reason, Undo("h2").Reason));
        Assert.Null(_desk.TimeToUndo("poll-1", "h1", _uptime));
        Pass(Duration.FromHours(2));
        Assert.Equal([1, 1], _desk.Find("poll-1")!.Result!.Counts);
    }

    [Fact]
    public void The_end_of_the_poll_seals_what_was_ticked_a_minute_ago()
    {
        _uptime = Duration.FromMinutes(119);
        Tick("h1", 0);
        Pass(Duration.FromMinutes(2));
        Assert.Equal("sealed", Undo("h1").Reason);
        Assert.Equal([1, 0], _desk.Find("poll-1")!.Result!.Counts);
    }

    [Fact]
    public void What_could_not_be_written_is_as_before()
    {
        Tick("h1", 0);
        _machine.Undo(_machine.Step(new RequestReceived(new UndoTick("poll-1", "h1"), "household", Now), _uptime), []);
        Assert.True(_desk.Find("poll-1")!.HasTicked("h1"));
        Assert.Equal([1, 0], _desk.Find("poll-1")!.Counts);
        Assert.Equal("undone", Undo("h1").Result);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_restart_knows_who_has_ticked_and_seals_it(int changes, bool hasTicked)
    {
        Tick("h1", 0);
        for (var i = 0; i < changes; i++)
            Assert.Null((i % 2 == 0 ? Undo("h1") : Tick("h1", 1)).Reason);
        var facts = _outcomes.OfType<Recorded>()
            .Select(one => (Fact)JsonSerializer.Deserialize(JsonSerializer.Serialize(one.Fact, one.Fact.Schema), PollFact.Json)!)
            .Reverse().ToList();
        var again = new PollReactor(5, _ => true);
        again.Restore(
            facts, new Dictionary<string, PollTally> { ["poll-1"] = _outcomes.OfType<TallySaved>().Last().Tally });
        Assert.Equal(hasTicked, again.Find("poll-1")!.HasTicked("h1"));
        Assert.Equal(_desk.Find("poll-1")!.Counts, again.Find("poll-1")!.Counts);
        var machine = new EstateMachine([], [], [again]);
        var outcomes = machine.Step(new RequestReceived(new UndoTick("poll-1", "h1"), "household", Now), _uptime);
        Assert.Equal("sealed", outcomes.OfType<Replied>().Single().Answer.Reason);
    }

    private Answer Tick(string household, int option) => Ask(new TickPoll("poll-1", household, option, "phone"), "household");

    private Answer Undo(string household) => Ask(new UndoTick("poll-1", household), "household");

    private void Pass(Duration length)
    {
        _uptime += length;
        _outcomes.AddRange(_machine.Step(new Tick(Now), _uptime));
    }

    private Answer Ask(IRequest request, string by)
    {
        var outcomes = _machine.Step(new RequestReceived(request, by, Now), _uptime);
        _outcomes.AddRange(outcomes);
        return outcomes.OfType<Replied>().Single().Answer;
    }
}
