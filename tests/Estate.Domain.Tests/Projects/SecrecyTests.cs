using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Projects;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Projects;

/// <summary>Several ticks, a grade and a line: counted, sealed after ten minutes, and nobody can say whose.</summary>
public sealed class SecrecyTests
{
    private readonly SayBook _book = new(households: 40);

    [Fact]
    public void Several_ticks_are_taken_back_and_made_again_as_one_within_ten_minutes()
    {
        var projects = _book.AddProjects(4);
        var poll = _book.Open(new AskForList(Text.Same("A list"), [.. projects], 3, _book.Voting(5)));
        Assert.Null(_book.Tick(poll, 1, 0, 2).Reason);
        Assert.Equal("already_ticked", _book.Tick(poll, 1, 1).Reason);
        Assert.Equal("undone", _book.Ask(new UndoTick(poll, "h1"), "household").Result);
        Assert.Equal([0, 0, 0, 0], _book.Polls.Find(poll)!.Counts);
        Assert.Null(_book.Tick(poll, 1, 1, 2, 3).Reason);
        _book.Pass(Duration.FromMinutes(10));
        Assert.Equal("sealed", _book.Ask(new UndoTick(poll, "h1"), "household").Reason);
        Assert.Equal([0, 1, 1, 1], _book.Polls.Find(poll)!.Counts);
    }

    [Fact]
    public void Nothing_stored_says_which_household_wrote_a_line_or_gave_a_grade()
    {
        _book.FinishFirstProject();
        var poll = _book.Open(new AskForSatisfaction("project-1", 60, _book.Voting(5)));
        foreach (var (household, words) in new[] { (1, "zebra"), (2, "apple"), (3, "") })
            _book.Ask(new TickPoll(poll, $"h{household}", household % 2, "phone") { Words = words }, "household");
        Assert.DoesNotContain(_book.Facts.Select(fact => JsonSerializer.Serialize(fact, fact.Schema)), body =>
            body.Contains("zebra", StringComparison.Ordinal) || body.Contains("apple", StringComparison.Ordinal));
        Assert.Equal(["apple", "zebra"], _book.Polls.Find(poll)!.Words);
        Assert.Equal(["apple", "zebra"], _book.Again().Polls.Find(poll)!.Words);
        Assert.Equal("undone", _book.Ask(new UndoTick(poll, "h1"), "household").Result);
        Assert.Equal(["apple"], _book.Polls.Find(poll)!.Words);
        Assert.Equal("too_many_words", _book.Ask(
            new TickPoll(poll, "h1", 0, "phone") { Words = new string('x', 201) }, "household").Reason);
    }

    [Fact]
    public void By_phone_by_card_and_at_the_desk_a_household_counts_once_and_the_desk_takes_back_only_its_own()
    {
        var poll = _book.OpenFirstProject();
        Assert.Null(_book.Ask(new TickPoll(poll, "h1", 0, TickPoll.Phone), "household").Reason);
        // Both at one moment: whoever is heard first counts, the other is told.
        Assert.Equal("already_ticked", _book.Ask(new TickPoll(poll, "h1", 1, TickPoll.Desk), "desk").Reason);
        Assert.Equal("sealed", _book.Ask(new UndoTick(poll, "h1") { IsAtDesk = true }, "desk").Reason);
        Assert.Null(_book.Ask(new TickPoll(poll, "h2", 1, TickPoll.Desk), "desk").Reason);
        Assert.Equal("undone", _book.Ask(new UndoTick(poll, "h2") { IsAtDesk = true }, "desk").Result);
        Assert.Null(_book.Ask(new TickPoll(poll, "h2", 0, TickPoll.Card), "household").Reason);
        Assert.Equal([2, 0], _book.Polls.Find(poll)!.Counts);
    }

    [Theory]
    // Households that ticked of each building, and what is shown of it.
    [InlineData(new[] { 6, 5 }, "A6 B5")]
    [InlineData(new[] { 6, 7, 3 }, "B7 -9")]
    [InlineData(new[] { 6, 4, 3 }, "A6 -7")]
    [InlineData(new[] { 4, 3 }, "")]
    [InlineData(new[] { 9, 0 }, "A9")]
    public void Turnout_by_building_says_nothing_about_fewer_than_five(int[] buildings, string shown)
    {
        var poll = _book.OpenFirstProject();
        var next = 1;
        var of = new Dictionary<string, string>();
        foreach (var (count, index) in buildings.Select((count, index) => (count, index)))
            for (var i = 0; i < count; i++, next++)
            {
                of[$"h{next}"] = ((char)('A' + index)).ToString();
                _book.Tick(poll, next, 0);
            }
        var told = _book.Polls.Find(poll)!.TurnoutBy(household => of[household]);
        Assert.Equal(shown, string.Join(' ', (told ?? []).Select(one => $"{one.Building ?? "-"}{one.Households}")));
    }
}
