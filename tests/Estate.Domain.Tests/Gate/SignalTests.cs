using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Gate;

/// <summary>How a lamp or a buzzer beside the reader signals a card.</summary>
public sealed class SignalTests
{
    [Theory]
    [InlineData("lamp")]
    [InlineData("buzzer")]
    public void A_fitted_signal_shows_a_card_as_accepted_or_refused(string terminal)
    {
        var gate = new TestGate(wires: ["lock", "reader", terminal]);
        foreach (var card in new[] { "W26:D41B81", "W26:FFFFFF", "W26:000002", "W26:000001" })
        {
            gate.Card(card);
            gate.Pass(Duration.FromSeconds(20));
        }
        var shown = Shown(gate);
        Assert.Equal(
            ["accepted", "refused", "refused", "accepted"],
            shown.Select(command => command.Arguments.Single(one => one.Name == "text").Value));
        Assert.All(shown, command => Assert.Equal("2", command.Arguments.Single(one => one.Name == "blank_after_s").Value));
        Assert.Equal(shown.Count, shown.Select(command => command.Id).Distinct().Count());
    }

    [Fact]
    public void Nothing_is_shown_without_a_signal()
    {
        var (wired, remote) = (new TestGate(wires: ["lock", "reader"]), new TestGate());
        wired.Card();
        remote.Card();
        Assert.Empty(Shown(wired));
        Assert.Empty(Shown(remote));
    }

    private static List<Command> Shown(TestGate gate) =>
        [.. gate.Outcomes.OfType<Commanded>().Select(one => one.Command).Where(command => command.Action == "show")];
}
