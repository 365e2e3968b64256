using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Notices;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.DistrictProposals;

/// <summary>What the district proposes is on a list until somebody answers, and does nothing of itself.</summary>
public sealed class DistrictProposalTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 0, 0);

    private static readonly DistrictProposal Water =
        new("p-1", ProposedKind.Notice, Start + Duration.FromDays(60), """{"title":{"zh":"停水"}}""", "aa");

    private static readonly PublishNotice Act =
        new(new("", new("停水", "No water"), new("周二", "On Tuesday"), Start, Start + Duration.FromDays(2)));

    private readonly DistrictProposalReactor _desk = new();
    private readonly NoticeReactor _notices = new();
    private readonly EstateMachine _machine;
    private readonly List<ProposalFact> _facts = [];
    private Duration _uptime = Duration.FromHours(1);
    private ClockTrust _clock = ClockTrust.Synced;

    public DistrictProposalTests() => _machine = new EstateMachine([], [], [_desk, _notices]);

    private Instant Now => Start + _uptime;

    [Fact]
    public void One_that_is_taken_up_becomes_what_the_member_could_have_asked_for_themselves()
    {
        Assert.Null(Ask(new ReceiveProposal(Water), "district").Reason);
        Assert.Empty(_notices.All);
        Assert.Equal("published", Ask(new TakeUpProposal("p-1", Act), "chair").Result);
        Assert.Equal("chair", _notices.All.Single().Notice.Author);
        Assert.Equal(ProposalAnswer.TakenUp, _desk.Find("p-1")!.Answer);
        Assert.Equal("proposal_over", Ask(new TakeUpProposal("p-1", Act), "chair").Reason);
        Assert.Equal("proposal_over", Ask(new DeclineProposal("p-1"), "chair").Reason);
        Assert.Single(_notices.All);
    }

    [Fact]
    public void Where_what_it_asks_for_is_refused_it_stays_open()
    {
        Ask(new ReceiveProposal(Water), "district");
        var wrong = new PublishNotice(Act.Notice with { Title = new("", "") });
        Assert.Equal("bad_notice", Ask(new TakeUpProposal("p-1", wrong), "chair").Reason);
        Assert.True(_desk.Find("p-1")!.IsOpenAt(Now));
        Assert.Equal("declined", Ask(new DeclineProposal("p-1"), "chair").Result);
        Assert.Empty(_notices.All);
        Assert.Equal("no_such_proposal", Ask(new DeclineProposal("p-2"), "chair").Reason);
    }

    [Fact]
    public void What_comes_again_changes_nothing_and_a_used_id_with_other_content_is_refused()
    {
        Ask(new ReceiveProposal(Water), "district");
        Ask(new DeclineProposal("p-1"), "chair");
        Assert.Equal("known", Ask(new ReceiveProposal(Water), "district").Result);
        Assert.Equal(ProposalAnswer.Declined, _desk.Find("p-1")!.Answer);
        Assert.Equal("id_reused", Ask(new ReceiveProposal(Water with { Content = "{}", Digest = "bb" }), "district").Reason);
        Assert.Equal(Water.Content, _desk.Find("p-1")!.Proposal.Content);
        Assert.Equal(2, _facts.Count);
    }

    [Fact]
    public void One_that_is_withdrawn_can_not_be_taken_up_and_an_older_message_does_not_bring_it_back()
    {
        Ask(new ReceiveProposal(Water), "district");
        Assert.Null(Ask(Withdrawal(Water), "district").Reason);
        Assert.Equal(ProposalAnswer.Withdrawn, _desk.Find("p-1")!.Answer);
        Assert.Equal("proposal_over", Ask(new TakeUpProposal("p-1", Act), "chair").Reason);
        Assert.Equal("proposal_over", Ask(new DeclineProposal("p-1"), "chair").Reason);
        Ask(new ReceiveProposal(Water), "district");
        Ask(Withdrawal(Water), "district");
        Assert.False(_desk.Find("p-1")!.IsOpenAt(Now));
        Assert.Equal(["ProposalReceived", "ProposalWithdrawn"], _facts.Select(fact => fact.GetType().Name));
        Assert.Empty(_notices.All);
    }

    [Fact]
    public void What_was_answered_stays_when_it_is_withdrawn()
    {
        foreach (var id in new[] { "p-1", "p-2" })
            Ask(new ReceiveProposal(Water with { Id = id }), "district");
        Ask(new TakeUpProposal("p-1", Act), "chair");
        Ask(new DeclineProposal("p-2"), "chair");
        foreach (var id in new[] { "p-1", "p-2" })
            Assert.Equal("known", Ask(Withdrawal(Water with { Id = id }), "district").Result);
        Assert.Equal([ProposalAnswer.TakenUp, ProposalAnswer.Declined], _desk.All.Select(one => one.Answer));
        Assert.Single(_notices.All);
    }

    [Fact]
    public void A_withdrawal_that_comes_first_is_remembered_and_they_are_bounded()
    {
        Ask(Withdrawal(Water), "district");
        Assert.Equal("withdrawn", Ask(new ReceiveProposal(Water), "district").Result);
        var again = Restored();
        Assert.Null(again.Find("p-1"));
        Assert.Equal(
            "withdrawn",
            new EstateMachine([], [], [again]).Step(new RequestReceived(new ReceiveProposal(Water), "district", Now)).OfType<Replied>()
                .Single().Answer.Result);
        for (var i = 2; i <= 50; i++)
            Assert.Null(Ask(Withdrawal(Water with { Id = $"p-{i}" }), "district").Reason);
        Assert.Equal("too_many_proposals", Ask(Withdrawal(Water with { Id = "one-more" }), "district").Reason);
        Assert.Empty(_desk.All);
        // Those that cannot come any more make room.
        _uptime = Duration.FromDays(61);
        Assert.Null(Ask(Withdrawal(Water with { Id = "one-more", ValidUntil = Now + Duration.FromDays(1) }), "district").Reason);
        Assert.Equal("expired", Ask(new ReceiveProposal(Water), "district").Reason);
    }

    [Fact]
    public void A_file_is_noted_as_taken_up_by_whoever_saved_it_and_nothing_else_is()
    {
        Ask(new ReceiveProposal(Water), "district");
        Ask(new ReceiveProposal(Water with { Id = "p-2", Kind = ProposedKind.Rule }), "district");
        Assert.Equal("wrong_kind", Ask(new NoteProposalSaved("p-1"), "engineer").Reason);
        Assert.Equal("wrong_kind", Ask(new TakeUpProposal("p-2", Act), "chair").Reason);
        Assert.Empty(_notices.All);
        Assert.Null(Ask(new NoteProposalSaved("p-2"), "engineer").Reason);
        Assert.Equal(ProposalAnswer.TakenUp, _desk.Find("p-2")!.Answer);
        Assert.Equal("proposal_over", Ask(new NoteProposalSaved("p-2"), "engineer").Reason);
        Assert.DoesNotContain("is_file", string.Concat(Stored), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_over_too_long_or_too_much_is_refused_and_an_estate_without_the_time_waits()
    {
        Assert.Equal("expired", Ask(new ReceiveProposal(Water with { ValidUntil = Now }), "district").Reason);
        Assert.Equal(
            "valid_too_long", Ask(new ReceiveProposal(Water with { ValidUntil = Now + Duration.FromDays(401) }), "district").Reason);
        _clock = ClockTrust.Unknown;
        Assert.Equal("clock_unknown", Ask(new ReceiveProposal(Water), "district").Reason);
        _clock = ClockTrust.Synced;
        for (var i = 0; i < 50; i++)
            Assert.Null(Ask(new ReceiveProposal(Water with { Id = $"p-{i}" }), "district").Reason);
        Assert.Equal("too_many_proposals", Ask(new ReceiveProposal(Water with { Id = "one-more" }), "district").Reason);
        _uptime = Duration.FromDays(60);
        Assert.Equal("proposal_over", Ask(new TakeUpProposal("p-1", Act), "chair").Reason);
        Assert.Empty(_notices.All);
    }

    [Fact]
    public void It_is_made_again_from_the_journal()
    {
        foreach (var id in new[] { "p-1", "p-2", "p-3", "p-4" })
            Ask(new ReceiveProposal(Water with { Id = id }), "district");
        Ask(new TakeUpProposal("p-1", Act), "chair");
        Ask(new DeclineProposal("p-2"), "chair");
        Ask(Withdrawal(Water with { Id = "p-4" }), "district");
        var again = Restored();
        foreach (var one in _desk.All)
            Assert.Equal((one.Answer, one.Proposal), (again.Find(one.Proposal.Id)!.Answer, again.Find(one.Proposal.Id)!.Proposal));
        Assert.DoesNotContain("chair", string.Concat(Stored), StringComparison.Ordinal);
    }

    private static WithdrawProposal Withdrawal(DistrictProposal one) => new(one.Id, one.ValidUntil);

    private IReadOnlyList<string> Stored => [.. _facts.Select(fact => JsonSerializer.Serialize(fact, ProposalFact.Json))];

    private DistrictProposalReactor Restored()
    {
        var again = new DistrictProposalReactor();
        again.Restore([.. Stored.Reverse().Select(json => (Fact)JsonSerializer.Deserialize(json, ProposalFact.Json)!)]);
        return again;
    }

    private Answer Ask(IRequest request, string by)
    {
        var outcomes = _machine.Step(new RequestReceived(request, by, Now), _uptime, _clock);
        _facts.AddRange(outcomes.OfType<Recorded>().Select(one => one.Fact).OfType<ProposalFact>());
        return outcomes.OfType<Replied>().Single().Answer;
    }
}
