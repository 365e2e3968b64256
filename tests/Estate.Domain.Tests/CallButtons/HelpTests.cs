using Estate.Domain.Alerts;
using Estate.Domain.CallButtons;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.CallButtons;

/// <summary>A call for help, from the press to the word of whoever was there.</summary>
public sealed class HelpTests
{
    private readonly TestButton _button = new();

    [Fact]
    public void Help_is_an_alert_that_somebody_takes_and_the_button_says_so_and_a_person_ends()
    {
        Assert.Equal("called", _button.Press("help", card: "h1").Result);
        var alert = Assert.Single(_button.Alerts);
        Assert.Equal(("help_called", Severity.High), (alert.Key.Type, alert.Severity));
        Assert.Equal("h1", _button.State.Help?.Household);

        Assert.Equal("acknowledged", _button.Ask(new AcknowledgeAlert(alert.Id), "Wang").Result);
        Assert.Equal("Wang", _button.Facts.OfType<HelpTaken>().Single().By);
        Assert.Equal(["有人来帮您了"], _button.Shown);
        Assert.Equal("有人来帮您了", _button.Press("help").Text.Zh);

        Assert.Equal("outcome_needed", _button.Ask(new EndHelp(TestButton.Button, " ")).Reason);
        Assert.Equal("ended", _button.Ask(new EndHelp(TestButton.Button, "a fall, nothing broken")).Result);
        _button.Pass(Duration.FromMinutes(1));
        Assert.Empty(_button.Alerts);
        Assert.Equal("no_call", _button.Ask(new EndHelp(TestButton.Button, "again")).Reason);
    }

    [Theory]
    [InlineData("taxi", 3_000, true)]
    [InlineData("cancel", 8_000, true)]
    [InlineData("taxi", 2_999, false)]
    public void A_held_button_is_help_whatever_stands_on_it(string word, double heldMs, bool isHelp)
    {
        _button.Press(word, heldMs);
        Assert.Equal(isHelp, _button.State.Help is not null);
        Assert.Equal(isHelp, new ButtonPress(Enum.Parse<CallWord>(word, ignoreCase: true), heldMs).IsUrgent);
    }

    [Fact]
    public void Help_twice_is_one_call_and_after_its_end_a_new_one()
    {
        _button.Press("help");
        _button.Pass(Duration.FromSeconds(20));
        Assert.Equal("called_already", _button.Press("help").Result);
        Assert.Single(_button.Facts.OfType<HelpCalled>());
        _button.Ask(new EndHelp(TestButton.Button, "by mistake"));
        _button.Pass(Duration.FromSeconds(1));
        Assert.Equal("called", _button.Press("help").Result);
        Assert.Equal(2, _button.Facts.OfType<HelpCalled>().DistinctBy(fact => fact.Call).Count());
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("stranger")]
    public void Whoever_needs_help_gets_it_with_whatever_card(string card)
    {
        Assert.Equal("called", _button.Press("help", card: card).Result);
        Assert.Null(_button.State.Help!.Household);
    }

    [Fact]
    public void A_button_that_never_stops_is_one_call_and_then_is_believed_no_more_until_it_is_quiet()
    {
        for (var i = 0; i < 500; i++)
        {
            _button.Press("help");
            _button.Pass(Duration.FromMilliseconds(200));
        }
        Assert.Single(_button.Facts.OfType<HelpCalled>());
        Assert.Contains(_button.Alerts, alert => alert.Key.Type == "button_stuck");
        _button.Ask(new EndHelp(TestButton.Button, "nobody is there, the button is jammed"));
        var (before, facts) = (_button.State, _button.Facts.Count());
        var answer = _button.Press("help");
        Assert.Equal("button_stuck", answer.Reason);
        Assert.Equal(("按钮卡住了，请联系物业", "This button is stuck, please ask the property office"), (answer.Text.Zh, answer.Text.En));
        Assert.Equal((before.Help, before.Taxi, facts), (_button.State.Help, _button.State.Taxi, _button.Facts.Count()));

        _button.Pass(Duration.FromMinutes(10));
        Assert.False(_button.State.IsStuck);
        Assert.Equal("called", _button.Press("help").Result);
    }

    [Fact]
    public void A_button_that_is_held_down_for_minutes_is_stuck()
    {
        _button.Beat(down: true);
        _button.Pass(Duration.FromMinutes(2));
        _button.Beat(down: true);
        Assert.True(_button.State.IsStuck);
        _button.Beat();
        _button.Pass(Duration.FromMinutes(10));
        Assert.False(_button.State.IsStuck);
    }

    [Fact]
    public void A_restart_and_a_damaged_state_forget_nobody_who_calls()
    {
        _button.Press("help", card: "h1");
        _button.Restart();
        Assert.Equal("h1", _button.State.Help?.Household);
        _button.Recover();
        Assert.Equal("h1", _button.State.Help?.Household);
        _button.Ask(new EndHelp(TestButton.Button, "well"));
        _button.Recover();
        Assert.Null(_button.State.Help);
    }

    [Fact]
    public void Help_is_never_shelved()
    {
        _button.Press("help");
        Assert.Equal(
            "never_shelved", _button.Ask(new ShelveAlert(_button.Alerts.Single().Id, "noise", Duration.FromHours(1))).Reason);
    }
}
