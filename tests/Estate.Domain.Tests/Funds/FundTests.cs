using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Funds;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Funds;

/// <summary>The common income: two persons, a quarter after the other, and only what adds up.</summary>
public sealed class FundTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 2, 0, 0);
    private static readonly FundTable Third = new("", "2026-Q3", 10_000,
        [new(Text.Same("Lifts"), 5_000, 0, 15_000, ""), new(Text.Same("Lamps"), 0, 1_250, 13_750, "project-1")]);
    private static readonly FundTable Fourth = new("", "2026-Q4", 13_750, [new(Text.Same("Lifts"), 250, 0, 14_000, "")]);

    private readonly FundReactor _funds = new(id => id == "project-1");
    private readonly EstateMachine _machine;
    private readonly List<Fact> _facts = [];

    public FundTests() => _machine = new([], [], [_funds]);

    [Fact]
    public void A_quarter_is_published_when_another_member_approves_it_and_the_next_goes_on_from_it()
    {
        Assert.Equal("funds-1", Ask(new ProposeFundTable(Third), "chair").Detail);
        Assert.Empty(_funds.Published);
        Assert.Equal("second_person_needed", Ask(new ApproveFundTable("funds-1"), "chair").Reason);
        Assert.Equal("approved", Ask(new ApproveFundTable("funds-1"), "secretary").Result);
        var newest = _funds.Published[0];
        Assert.Equal((5_000L, 1_250L, 13_750L), (newest.IncomeCents, newest.ExpenseCents, newest.ClosingCents));
        Ask(new ProposeFundTable(Fourth), "chair");
        Ask(new ProposeFundTable(Fourth), "secretary");
        Assert.Null(Ask(new ApproveFundTable("funds-2"), "secretary").Reason);
        // The other one is of a quarter that is published now.
        Assert.Equal("bad_table", Ask(new ApproveFundTable("funds-3"), "chair").Reason);
        Assert.Equal("withdrawn", Ask(new WithdrawFundTable("funds-3"), "chair").Result);
        var again = new FundReactor(_ => true);
        again.Restore([.. _facts.Select(fact => (Fact)JsonSerializer.Deserialize(
            JsonSerializer.Serialize(fact, fact.Schema), FundFact.Json)!).Reverse()]);
        Assert.Equal(["2026-Q4", "2026-Q3"], again.Published.Select(one => one.Quarter));
        Assert.Empty(again.Pending);
        Assert.Equal(_funds.Published.SelectMany(one => one.Rows), again.Published.SelectMany(one => one.Rows));
    }

    [Fact]
    public void A_table_that_does_not_add_up_is_refused_with_the_row_and_the_difference()
    {
        var wrong = Third with { Rows = Third.Rows.SetItem(1, Third.Rows[1] with { BalanceCents = 13_800 }) };
        var answer = Ask(new ProposeFundTable(wrong), "chair");
        Assert.Equal("does_not_add_up", answer.Reason);
        Assert.Equal("row 3: the balance should be 137.50, the table says 138.00, a difference of 0.50", answer.Text.En);
        Assert.Contains("第 3 行：余额应为 137.50，表里是 138.00，差 0.50", answer.Text.Zh, StringComparison.Ordinal);
        Ask(new ProposeFundTable(Third), "chair");
        Ask(new ApproveFundTable("funds-1"), "secretary");
        var gap = Ask(new ProposeFundTable(Fourth with { OpeningCents = 13_000 }), "chair");
        Assert.Equal("does_not_add_up", gap.Reason);
        Assert.Equal("row 1: 2026-Q3 ended with 137.50, this begins with 130.00, a difference of -7.50", gap.Text.En);
        Assert.Single(_funds.Published);
        Assert.Empty(_funds.Pending);
    }

    [Fact]
    public void What_is_no_table_is_refused()
    {
        var row = Third.Rows[0];
        foreach (var bad in new[]
        {
            Third with { Quarter = "2026-Q5" }, Third with { Rows = [] }, Third with { Rows = [row with { Item = Text.Same("") }] },
            Third with { Rows = [row with { ExpenseCents = 1 }] }, Third with { Rows = [row with { IncomeCents = 0 }] },
            Third with { Rows = [row with { IncomeCents = -5_000, BalanceCents = 5_000 }] }, Third with { OpeningCents = long.MinValue },
        })
            Assert.Equal("bad_table", Ask(new ProposeFundTable(bad), "chair").Reason);
        var ofNothing = Third with { Rows = [row with { Project = "project-9" }] };
        Assert.Equal("no_such_project", Ask(new ProposeFundTable(ofNothing), "chair").Reason);
        Assert.Empty(_facts);
    }

    private Answer Ask(IRequest request, string by)
    {
        var outcomes = _machine.Step(new RequestReceived(request, by, Now));
        _facts.AddRange(outcomes.OfType<Recorded>().Select(one => one.Fact));
        return outcomes.OfType<Replied>().Single().Answer;
    }
}
