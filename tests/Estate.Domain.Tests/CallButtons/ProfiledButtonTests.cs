using Estate.Domain.CallButtons;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.CallButtons;

/// <summary>A button of another make, without events of its own: what it says is heard, and counts as often as it should.</summary>
public sealed class ProfiledButtonTests
{
    private readonly TestButton _button = new();

    [Fact]
    public void Help_is_an_alert_and_heard_again_it_is_the_same_call()
    {
        _button.Hear(new ButtonPress(CallWord.Help));
        _button.Hear(new ButtonPress(CallWord.Help));
        Assert.Single(_button.Facts.OfType<HelpCalled>());
        Assert.Equal("help_called", Assert.Single(_button.Alerts).Key.Type);
    }

    [Fact]
    public void A_taxi_is_called_once_and_taken_back()
    {
        _button.Hear(new ButtonPress(CallWord.Taxi));
        _button.Pass(Duration.FromSeconds(5));
        _button.Hear(new ButtonPress(CallWord.Taxi));
        Assert.Single(_button.Facts.OfType<TaxiCalled>());
        _button.Hear(new ButtonPress(CallWord.Cancel));
        Assert.True(_button.State.Taxi!.IsCancelled);
    }

    [Fact]
    public void One_that_never_stops_is_believed_no_more()
    {
        for (var i = 0; i < 30; i++)
            _button.Hear(new ButtonPress(CallWord.Taxi));
        Assert.True(_button.State.IsStuck);
        Assert.Single(_button.Facts.OfType<TaxiCalled>());
    }
}
