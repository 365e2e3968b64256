using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Approvals;

/// <summary>The gate's hours, the rules for points, polls and corrections are approved in one way, and refused in both languages.</summary>
public sealed class FourEyesTests
{
    private static readonly Instant Start = TestEstate.Local(2026, 3, 2, 8, 0);
    private ClockTrust _clock = ClockTrust.Synced;

    public static TheoryData<string> All => ["gate", "points", "poll", "correction"];

    public static TheoryData<string> Timed => ["gate", "points", "poll"];

    [Theory]
    [MemberData(nameof(All))]
    public void A_proposal_needs_somebody_else_and_is_approved_once(string what)
    {
        var estate = new Estate(this);
        var id = estate.Ask(Propose(what), "chair").Detail!;
        AssertRefused("second_person_needed", estate.Ask(Approve(what, id), "CHAIR"));
        Assert.Null(estate.Ask(Approve(what, id), "secretary").Reason);
        AssertRefused("no_such_proposal", estate.Ask(Approve(what, id), "secretary"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_nobody_proposed_is_refused(string what)
    {
        var estate = new Estate(this);
        AssertRefused("no_such_proposal", estate.Ask(Approve(what, "p9"), "secretary"));
        if (Withdraw(what, "p9") is { } withdraw)
            AssertRefused("no_such_proposal", estate.Ask(withdraw, "secretary"));
    }

    [Theory]
    [MemberData(nameof(Timed))]
    public void Nothing_is_decided_for_a_time_while_the_clock_is_not_set(string what)
    {
        var estate = new Estate(this);
        var id = estate.Ask(Propose(what), "chair").Detail!;
        _clock = ClockTrust.Unknown;
        AssertRefused("clock_unknown", estate.Ask(Propose(what), "chair"));
        AssertRefused("clock_unknown", estate.Ask(Approve(what, id), "secretary"));
        Assert.Equal("withdrawn", estate.Ask(Withdraw(what, id)!, "chair").Result);
    }

    [Theory]
    [MemberData(nameof(Timed))]
    public void The_twenty_first_proposal_waits_until_another_is_withdrawn(string what)
    {
        var estate = new Estate(this);
        var ids = Enumerable.Range(0, 20).Select(_ => estate.Ask(Propose(what), "chair").Detail!).ToList();
        Assert.Equal(20, ids.Distinct().Count());
        AssertRefused("too_many_proposals", estate.Ask(Propose(what), "chair"));
        estate.Ask(Withdraw(what, ids[3])!, "chair");
        Assert.DoesNotContain(estate.Ask(Propose(what), "chair").Detail!, ids);
    }

    [Theory]
    [MemberData(nameof(Timed))]
    public void An_approval_that_comes_too_late_is_refused(string what)
    {
        var estate = new Estate(this);
        var id = estate.Ask(Propose(what), "chair").Detail!;
        estate.Now += Duration.FromDays(2);
        AssertRefused("effective_time_passed", estate.Ask(Approve(what, id), "secretary"));
    }

    [Fact]
    public void Two_corrections_in_one_instant_are_two()
    {
        var estate = new Estate(this);
        for (var i = 0; i < 2; i++)
            Assert.Equal(
                "corrected", estate.Ask(Approve("correction", estate.Ask(Propose("correction"), "chair").Detail!), "secretary").Result);
        Assert.Equal(10, estate.Points.BalanceOf("h1"));
    }

    [Fact]
    public void The_desk_refuses_in_both_languages()
    {
        var estate = new Estate(this);
        AssertRefused("bad_correction", estate.Ask(new ProposeCorrection("h1", 0, "x"), "chair"));
        var id = estate.Ask(new ProposeCorrection("h1", -7, "x"), "chair").Detail!;
        AssertRefused("not_enough_points", estate.Ask(new ApproveCorrection(id), "secretary"));
        AssertRefused("bad_household", estate.Ask(new ReserveRoll(" "), "chair"));
        AssertRefused("not_enough_points", estate.Ask(new ReserveRoll("h1"), "chair"));
        AssertRefused("no_such_reservation", estate.Ask(new PostRoll(Guid.Empty), "chair"));
    }

    private static void AssertRefused(string reason, Answer answer)
    {
        Assert.Equal((reason, answer.Text.En), (answer.Reason, answer.Detail));
        Assert.Contains(answer.Text.Zh, letter => letter is >= '\u4e00' and <= '\u9fff');
        Assert.DoesNotContain(answer.Text.En, letter => letter is >= '\u4e00' and <= '\u9fff');
    }

    private static IRequest Propose(string what) => what switch
    {
        "gate" => new ProposeSchedule(TestGate.SGate, new() { OpenMeans = GateAccess.Free }, "r", new LocalDateTime(2026, 3, 3, 0, 0)),
        "points" => new ProposePolicy(new() { PointsPerSession = 7 }, "r", new LocalDateTime(2026, 3, 3, 0, 0)),
        "poll" =>
            new ProposePoll(
                new("", Text.Same("close?"), Text.Same(""), [Text.Same("yes"), Text.Same("no")], Start, Start + Duration.FromDays(1), 1)),
        _ => new ProposeCorrection("h1", 5, "scale"),
    };

    private static IRequest Approve(string what, string id) => what switch
    {
        "gate" => new ApproveSchedule(TestGate.SGate, id),
        "points" => new ApprovePolicy(id),
        "poll" => new ApprovePoll(id),
        _ => new ApproveCorrection(id),
    };

    private static IRequest? Withdraw(string what, string id) => what switch
    {
        "gate" => new WithdrawSchedule(TestGate.SGate, id),
        "points" => new WithdrawPolicy(id),
        "poll" => new WithdrawPoll(id),
        _ => null,
    };

    /// <summary>A gate, the points and the polls in one machine.</summary>
    private sealed class Estate(FourEyesTests test)
    {
        private static readonly TestGate Gate = new();
        private readonly TestEstate _points = new();
        private EstateMachine? _machine;

        internal Instant Now { get; set; } = Start;

        internal TestEstate Points => _points;

        internal Answer Ask(IRequest request, string by) =>
            (_machine ??= new(
                [new GateKind(new(TestCards.Hasher, new()), TestEstate.Shanghai)], [Gate.Settings],
                [_points.Desk, new PollReactor(3, _ => true)]))
                .Step(new RequestReceived(request, by, Now), clock: test._clock).OfType<Replied>().Single().Answer;
    }
}
