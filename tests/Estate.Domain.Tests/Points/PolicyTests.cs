using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Domain.Tests.Points;

/// <summary>The rules for points are decided by two, never backwards, and seen against what happened before anybody decides.</summary>
public sealed class PolicyTests
{
    private static readonly LocalDateTime Tomorrow = new(2026, 3, 3, 0, 0);
    private static readonly PolicyDraft Seven = new() { PointsPerSession = 7 };
    private readonly TestEstate _estate = new();

    [Fact]
    public void A_policy_proposed_and_approved_by_two_people_counts_from_its_effective_time()
    {
        Assert.Equal("proposed", Ask(new ProposePolicy(Seven, "2026-9", Tomorrow), "chair").Result);
        var id = Assert.Single(_estate.Desk.OpenPolicies).Id;
        Assert.Equal("second_person_needed", Ask(new ApprovePolicy(id), "Chair").Reason);
        var approved = Ask(new ApprovePolicy(id), "secretary");
        Assert.Contains("7 points a session", approved.Text.En, StringComparison.Ordinal);
        Assert.Equal("no_such_proposal", Ask(new ApprovePolicy(id), "secretary").Reason);
        _estate.Visit(Station1, "a", "card-h1");
        Assert.Equal(5, _estate.BalanceOf("h1"));
        _estate.Now = Local(2026, 3, 3, 8, 0);
        _estate.Visit(Station1, "b", "card-h1");
        Assert.Equal(12, _estate.BalanceOf("h1"));
    }

    [Theory]
    [InlineData("resolution_needed", " ", 3, 7, "07:00-09:00")]
    [InlineData("effective_in_the_past", "r", 1, 7, "07:00-09:00")]
    [InlineData("bad_policy", "r", 3, 0, "07:00-09:00")]
    [InlineData("bad_policy", "r", 3, 7, "07:00-09:00 08:00-10:00")]
    [InlineData("nothing_changes", "r", 3, 5, "07:00-09:00 18:00-20:00")]
    public void An_invalid_proposal_is_refused_with_a_reason_and_changes_nothing(
        string reason, string resolution, int day, int points, string windows)
    {
        var draft = new PolicyDraft { PointsPerSession = points, Windows = [.. windows.Split(' ').Select(DisposalWindow.Parse)] };
        Assert.Equal(reason, Ask(new ProposePolicy(draft, resolution, new LocalDateTime(2026, 3, day, 0, 0)), "chair").Reason);
        Assert.Empty(_estate.Desk.OpenPolicies);
    }

    [Fact]
    public void An_overtaken_withdrawn_or_late_proposal_is_not_approved()
    {
        Ask(new ProposePolicy(Seven, "r1", Tomorrow), "chair");
        Ask(new ProposePolicy(Seven with { PointsPerRoll = 100 }, "r2", Tomorrow.PlusDays(1)), "chair");
        Ask(new ProposePolicy(Seven with { PointsPerRoll = 120 }, "r3", Tomorrow), "chair");
        Assert.Equal("withdrawn", Ask(new WithdrawPolicy("points-3"), "chair").Result);
        Assert.Equal("approved", Ask(new ApprovePolicy("points-1"), "secretary").Result);
        Assert.Equal("outdated", Ask(new ApprovePolicy("points-2"), "secretary").Reason);
        Ask(new ProposePolicy(Seven with { PointsPerRoll = 100 }, "r4", Tomorrow.PlusDays(1)), "chair");
        _estate.Now = Local(2026, 3, 5, 0, 0);
        Assert.Equal("effective_time_passed", Ask(new ApprovePolicy("points-4"), "secretary").Reason);
    }

    [Fact]
    public void Decisions_and_proposals_survive_a_restart()
    {
        var facts = new[] { new ProposePolicy(Seven, "r1", Tomorrow),
            new ProposePolicy(Seven with { PointsPerRoll = 9 }, "r2", Tomorrow.PlusDays(1)) }
            .SelectMany(request =>
                _estate.Ask(request, "chair")).ToList().Concat(_estate.Ask(new ApprovePolicy("points-1"), "secretary")).OfType<Recorded>()
                    .Select(one => one.Fact).Reverse().ToList();
        var again = new TestEstate();
        // As it comes back from the store.
        again.Desk.Restore(
            [.. facts.Select(fact =>
                System.Text.Json.JsonSerializer.Deserialize(
                    System.Text.Json.JsonSerializer.Serialize(fact, fact.Schema), PointsJson.Default.PointsFact)!)]);
        Assert.Equal("points-2", Assert.Single(again.Desk.OpenPolicies).Id);
        Assert.Equal([1, 2], again.Desk.Programme.Policies.All.Select(policy => policy.Version));
        Assert.Equal(7, again.Desk.Programme.Policies.At(Local(2026, 3, 3, 0, 0)).PointsPerSession);
        Assert.Equal(5, again.Desk.Programme.Policies.At(Local(2026, 3, 2, 23, 59)).PointsPerSession);
    }

    [Fact]
    public void A_preview_applies_both_versions_to_the_same_visits()
    {
        var facts = new List<Fact>();
        // h1 morning and evening, h2 in the morning, h3 at noon when nothing is open.
        foreach (var (hour, card) in new[] { (8, "card-h1"), (18, "card-h1"), (8, "card-h2"), (12, "card-h3") })
        {
            _estate.Now = Local(2026, 3, 2, hour, 10);
            var session = $"{card}-{hour}";
            var tapped = _estate.Machine.Step(_estate.Event(Station1, session, _estate.TapOf(card)));
            var weighed = hour == 12 ? []
                : _estate.Machine.Step(
                    _estate.Event(
                        Station1, session + "-w", new Estate.Domain.Bins.Deposit(session, Estate.Domain.Bins.WasteCategory.Wet, 500)));
            facts.AddRange(tapped.Concat(weighed).OfType<Recorded>().Select(one => one.Fact));
        }
        var (history, now) = (_estate.Desk.Programme.Policies, _estate.Desk.Programme.Policies.Current);

        Assert.Equal(new PolicyPreview(4, 3, 3, 0, 15, 15, 0, 0), PolicyPreview.Of(facts, history, now, Shanghai));
        Assert.Equal(
            new PolicyPreview(4, 3, 3, 3, 15, 18, 2, 0), PolicyPreview.Of(facts, history, now with { PointsPerSession = 6 }, Shanghai));
        Assert.Equal(
            new PolicyPreview(4, 3, 2, 1, 15, 10, 0, 1), PolicyPreview.Of(facts, history, now with { SessionsPerDay = 1 }, Shanghai));
        Assert.Equal(
            new PolicyPreview(4, 3, 4, 1, 15, 20, 1, 0),
            PolicyPreview.Of(facts, history, now with { Windows = [.. now.Windows, DisposalWindow.Parse("11:00-13:00")] }, Shanghai));
        Assert.Equal(new PolicyPreview(4, 3, 0, 3, 15, 0, 0, 2), PolicyPreview.Of(facts, history, now with { MinGrams = 501 }, Shanghai));
        // Below that nobody knows of the one who was turned away.
        Assert.Equal(0, PolicyPreview.Of([], history, now, Shanghai).Visits);
    }

    private Answer Ask(IRequest request, string by) => _estate.Ask(request, by).OfType<Replied>().Single().Answer;
}
