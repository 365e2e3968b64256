using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Notices;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Notices;

/// <summary>A notice is published by one, withdrawn and put back by any, and made again from the journal.</summary>
public sealed class NoticeTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 0, 0);
    private static readonly Notice Water = new("", new("停水", "No water"), new("周二", "On Tuesday"), Start, Start + Duration.FromDays(2));
    private readonly NoticeReactor _desk = new();
    private readonly EstateMachine _machine;
    private readonly List<Outcome> _outcomes = [];
    private Duration _uptime = Duration.FromHours(1);

    public NoticeTests() => _machine = new EstateMachine([], [], [_desk]);

    private Instant Now => Start + _uptime;

    [Fact]
    public void One_is_shown_from_its_time_until_it_is_over_withdrawn_and_put_back()
    {
        Assert.Equal(("published", "notice-1"), Told(Ask(new PublishNotice(Water), "chair")));
        // Its beginning had passed: it begins when it is published.
        Assert.Equal((Now, "chair"), (_desk.Find("notice-1")!.Notice.From, _desk.Find("notice-1")!.Notice.Author));
        Assert.True(_desk.Find("notice-1")!.IsShownAt(Now));
        Assert.Equal("withdrawn", Ask(new WithdrawNotice("notice-1"), "secretary").Result);
        Assert.False(_desk.Find("notice-1")!.IsShownAt(Now));
        Assert.Equal("nothing_changed", Ask(new WithdrawNotice("notice-1"), "chair").Reason);
        Assert.Equal("restored", Ask(new RestoreNotice("notice-1"), "chair").Result);
        Assert.Equal("nothing_changed", Ask(new RestoreNotice("notice-1"), "chair").Reason);
        Assert.True(_desk.Find("notice-1")!.IsShownAt(Now));
        Assert.Equal("no_such_notice", Ask(new WithdrawNotice("notice-9"), "chair").Reason);
        _uptime = Duration.FromDays(2);
        Assert.False(_desk.Find("notice-1")!.IsShownAt(Now));
        Assert.Equal("notice_over", Ask(new WithdrawNotice("notice-1"), "chair").Reason);
    }

    [Fact]
    public void What_cannot_be_shown_is_refused_with_a_reason_and_nothing_changes()
    {
        foreach (var (wrong, said) in new[]
        {
            (Water with { Title = new(" ", " ") }, "a title"), (Water with { Title = Text.Same(new('x', 101)) }, "a title"),
            (Water with { Body = new("", "") }, "a text"), (Water with { Body = Text.Same(new('x', 2_001)) }, "a text"),
            (Water with { Until = Water.From }, "ends after"), (Water with { Until = Now }, "in the future"),
            (Water with { Until = Start + Duration.FromDays(93) }, "92 days at most"),
            (Water with { From = Start + Duration.FromDays(93), Until = Start + Duration.FromDays(95) }, "within 92 days"),
        })
        {
            var answer = Ask(new PublishNotice(wrong), "chair");
            Assert.Equal("bad_notice", answer.Reason);
            Assert.Contains(said, answer.Text.En, StringComparison.Ordinal);
        }
        Assert.Equal("clock_unknown", Ask(new PublishNotice(Water), "chair", ClockTrust.Unknown).Reason);
        Assert.Empty(_desk.All);
    }

    [Fact]
    public void There_are_twenty_at_a_time()
    {
        for (var i = 0; i < 20; i++)
            Ask(new PublishNotice(Water), "chair");
        Assert.Equal("too_many_notices", Ask(new PublishNotice(Water), "chair").Reason);
        Ask(new WithdrawNotice("notice-3"), "chair");
        Assert.Equal("notice-21", Ask(new PublishNotice(Water), "chair").Detail);
        Assert.Equal("too_many_notices", Ask(new RestoreNotice("notice-3"), "chair").Reason);
        Assert.Equal("notice-21", _desk.All[0].Notice.Id);
    }

    [Fact]
    public void A_start_finds_all_as_it_was_and_uses_no_number_twice()
    {
        Ask(new PublishNotice(Water), "chair");
        Ask(new PublishNotice(Water), "chair");
        Ask(new WithdrawNotice("notice-1"), "chair");
        Ask(new RestoreNotice("notice-1"), "chair");
        Ask(new WithdrawNotice("notice-2"), "chair");
        Ask(new NoteNoticeTold("notice-1"), "notice-1");
        var again = new NoticeReactor();
        again.Restore([.. _outcomes.OfType<Recorded>()
            .Select(one => (Fact)JsonSerializer.Deserialize(JsonSerializer.Serialize(one.Fact, one.Fact.Schema), NoticeFact.Json)!)
            .Reverse()]);
        Assert.Equal(_desk.All, again.All);
        Assert.Equal((false, true), (again.Find("notice-1")!.IsWithdrawn, again.Find("notice-1")!.IsTold));
        var machine = new EstateMachine([], [], [again]);
        var answer = machine.Step(new RequestReceived(new PublishNotice(Water), "chair", Now), _uptime);
        Assert.Equal("notice-3", answer.OfType<Replied>().Single().Answer.Detail);
    }

    [Fact]
    public void What_could_not_be_written_is_as_before()
    {
        Ask(new PublishNotice(Water), "chair");
        TakeBack(new WithdrawNotice("notice-1"));
        Assert.False(_desk.Find("notice-1")!.IsWithdrawn);
        TakeBack(new PublishNotice(Water));
        Assert.Single(_desk.All);
    }

    private void TakeBack(IRequest request) =>
        _machine.Undo(_machine.Step(new RequestReceived(request, "chair", Now), _uptime), []);

    private static (string Result, string? Id) Told(Answer answer) => (answer.Result, answer.Detail);

    private Answer Ask(IRequest request, string by, ClockTrust trust = ClockTrust.Synced)
    {
        var outcomes = _machine.Step(new RequestReceived(request, by, Now), _uptime, trust);
        _outcomes.AddRange(outcomes);
        return outcomes.OfType<Replied>().Single().Answer;
    }
}
