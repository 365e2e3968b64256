using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.TestKit;
using Xunit;
using static Estate.TestKit.TestCharger;

namespace Estate.Domain.Tests.Charging;

/// <summary>More than ten hours at a socket: two persons decide.</summary>
public sealed class LongSessionTests
{
    [Fact]
    public void Above_ten_hours_a_second_person_must_approve()
    {
        var charger = new TestCharger();
        Assert.Equal("sent", Configure(charger, ("max_minutes", "600")).Result);
        var proposed = Configure(charger, ("max_minutes", "601"));
        Assert.Equal(("proposed", "limit-1"), (proposed.Result, proposed.Detail));
        Assert.Equal("bad_request", charger.Start(1, minutes: 601).Reason);
        Assert.Equal("second_person_needed", charger.Ask(new ApproveLongSession(Board, "limit-1")).Reason);
        Assert.Equal(600, charger.State.Parameters.MaxMinutes);
        Assert.Equal("sent", charger.Ask(new ApproveLongSession(Board, "limit-1"), "second").Result);
        Assert.Equal((601, 0), (charger.State.Parameters.MaxMinutes, charger.State.Proposals.Length));
        Assert.Equal("ordered", charger.Start(1, minutes: 601).Result);
        var decided = charger.Facts<LongSessionApproved>().Single();
        Assert.Equal(("desk", "second"), (decided.Author, decided.Approver));
    }

    [Fact]
    public void One_person_may_shorten_what_two_have_decided_and_withdraw_what_is_open()
    {
        var charger = new TestCharger();
        Configure(charger, ("max_minutes", "720"));
        charger.Ask(new ApproveLongSession(Board, "limit-1"), "second");
        Assert.Equal("sent", Configure(charger, ("max_minutes", "660"), ("full_w", "45")).Result);
        Assert.Equal("two_persons_needed", Configure(charger, ("max_minutes", "720"), ("full_w", "40")).Reason);
        Configure(charger, ("max_minutes", "720"));
        Assert.Equal("withdrawn", charger.Ask(new WithdrawLongSession(Board, "limit-2")).Result);
        Assert.Equal("no_such_proposal", charger.Ask(new ApproveLongSession(Board, "limit-2"), "second").Reason);
        Assert.Equal((660, 45), (charger.State.Parameters.MaxMinutes, charger.State.Parameters.FullW));
    }

    [Fact]
    public void The_file_of_one_person_takes_ten_hours_at_most()
    {
        var error = Assert.Throws<FormatException>(() => new TestCharger(2, values => values["max_minutes"] = "601"));
        Assert.StartsWith("charger/north-1: max_minutes is 601; the file takes at most 600", error.Message, StringComparison.Ordinal);
    }

    private static Answer Configure(TestCharger charger, params (string Name, string Value)[] values) =>
        charger.Ask(new ConfigureCharger(Board, values.ToDictionary(one => one.Name, one => one.Value)));
}
