using Estate.Domain.CallButtons;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.CallButtons;

/// <summary>A taxi, from the press to somebody in it, or to none.</summary>
public sealed class TaxiTests
{
    private readonly TestButton _button = new();

    private CallButtonKind Kind { get; } = new(new(TestCards.Hasher, new()));

    [Fact]
    public void A_taxi_is_ordered_of_the_provider_and_its_answer_shown_and_spoken()
    {
        Assert.Equal("called", _button.Press("taxi", card: "h1").Result);
        var order = Assert.Single(Kind.Orders(_button.State));
        Assert.Equal(("taxi", "requested", false), (order.Service, order.Stage, order.IsCancelled));
        Assert.DoesNotContain("h1", order.ToString(), StringComparison.Ordinal);

        _button.Provider("coming");
        var shown = Assert.Single(_button.Outcomes.OfType<Commanded>()).Command;
        Assert.Equal(
            [("text", "车六分钟后到"), ("text_en", "Six minutes"), ("voice", "车六分钟后到"), ("voice_en", "Six minutes")], shown.Arguments.Take(4));
        Assert.Equal("车六分钟后到", _button.Press("taxi").Text.Zh);
        _button.Provider("coming");
        Assert.Single(_button.Shown);
        _button.Provider("picked_up", "祝您一路平安", "Have a good trip");
        Assert.Equal(TaxiStage.PickedUp, _button.Facts.OfType<TaxiEnded>().Single().Stage);
        Assert.Empty(Kind.Orders(_button.State));
    }

    [Fact]
    public void Twice_in_a_minute_is_one_call_also_when_the_first_is_over()
    {
        _button.Press("taxi");
        _button.Provider("none_free", "没有空车", "No car");
        _button.Pass(Duration.FromSeconds(59));
        Assert.Equal("called_already", _button.Press("taxi").Result);
        Assert.Single(_button.Facts.OfType<TaxiCalled>());
        _button.Pass(Duration.FromSeconds(1));
        Assert.Equal("called", _button.Press("taxi").Result);
    }

    [Fact]
    public void A_cancelled_taxi_ends_by_the_providers_word_or_without_it()
    {
        _button.Press("taxi");
        _button.Provider("coming");
        Assert.Equal("cancelled", _button.Press("cancel").Result);
        Assert.True(Kind.Orders(_button.State).Single().IsCancelled);
        _button.Provider("arrived");
        Assert.NotNull(_button.State.Taxi);
        Assert.Equal("no_call", _button.Press("cancel").Reason);
        _button.Provider("cancelled", "已取消", "Cancelled");
        Assert.Equal(TaxiStage.Cancelled, _button.Facts.OfType<TaxiEnded>().Single().Stage);

        _button.Pass(Duration.FromMinutes(1));
        _button.Press("taxi");
        _button.Ask(new CancelTaxi(TestButton.Button));
        _button.Pass(Duration.FromMinutes(2));
        Assert.Equal(TaxiStage.Cancelled, _button.Facts.OfType<TaxiEnded>().Last().Stage);
    }

    [Theory]
    [InlineData(null, 2, TaxiStage.NoAnswer)]
    [InlineData("searching", 60, TaxiStage.NoAnswer)]
    [InlineData("arrived", 15, TaxiStage.NoShow)]
    public void What_stays_without_a_word_ends_by_itself_and_the_button_says_so(string? stage, int minutes, TaxiStage end)
    {
        _button.Press("taxi");
        if (stage is not null)
            _button.Provider(stage);
        _button.Restart();
        _button.Pass(Duration.FromMinutes(minutes) - Duration.FromSeconds(1));
        Assert.NotNull(_button.State.Taxi);
        _button.Pass(Duration.FromSeconds(1));
        Assert.Equal(end, _button.Facts.OfType<TaxiEnded>().Single().Stage);
        Assert.NotEmpty(_button.Shown);
    }

    [Fact]
    public void What_the_provider_cannot_say_changes_nothing()
    {
        _button.Press("taxi");
        var before = _button.State;
        Assert.Equal("bad_stage", _button.Provider("flying").Reason);
        Assert.Equal("bad_stage", _button.Provider("no_answer").Reason);
        Assert.Equal("too_long", _button.Provider("coming", new('车', 121)).Reason);
        Assert.Equal("no_call", _button.Provider("coming", order: "call-01-taxi-1").Reason);
        Assert.Same(before, _button.State);
        Assert.Empty(_button.Shown);
    }

    [Theory]
    [InlineData("lost", "blocked_card")]
    [InlineData("stranger", "unknown_card")]
    [InlineData(null, "card_needed")]
    public void A_taxi_may_need_a_card_that_is_known(string? card, string reason)
    {
        var button = new TestButton(("card", "taxi"));
        Assert.Equal(reason, button.Press("taxi", card: card).Reason);
        Assert.Equal("called", button.Press("taxi", card: "h1").Result);
    }

    [Fact]
    public void A_press_of_long_ago_calls_no_taxi()
    {
        var late = new EventTime(_button.Now - Duration.FromMinutes(30), _button.Now, ClockTrust.Synced) { Age = Duration.FromMinutes(30) };
        Assert.Equal("too_late", _button.Press("taxi", time: late).Reason);
        Assert.Equal("no_taxi", new TestButton(("taxi", "no")).Press("taxi").Reason);
    }

    [Fact]
    public void A_month_is_counted_by_how_its_calls_ended()
    {
        DayTotal Of(int day, string what, long count) => new(new(2026, 3, day), TestButton.Button, what, null, new(count, count));
        var month = Assert.Single(CallCounts.ByMonth(
            [Of(1, "help", 2), Of(9, "taxi", 5), Of(9, "taxi_picked_up", 2), Of(10, "taxi_no_show", 1), Of(11, "taxi_cancelled", 1),
            Of(12, "taxi_none_free", 1)]));
        Assert.Equal((2, 5, 2, 1, 1, 1), (month.Helps, month.Taxis, month.PickedUp, month.NoShows, month.Cancelled, month.Failed));
        _button.Press("taxi");
        _button.Provider("no_show");
        Assert.Equal("taxi_no_show", _button.Facts.OfType<TaxiEnded>().Single().Contribution?.What);
    }
}
