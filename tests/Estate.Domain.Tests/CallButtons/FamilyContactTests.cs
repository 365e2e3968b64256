using System.Text.Json;
using Estate.Domain.CallButtons;
using Estate.Domain.Devices;
using Estate.TestKit;
using Xunit;

namespace Estate.Domain.Tests.CallButtons;

/// <summary>Whom to phone for a household: with its consent, during its own call, until it says otherwise.</summary>
public sealed class FamilyContactTests
{
    private const string Phone = "138 0000 1234";
    private readonly TestButton _button = new();

    [Theory]
    [InlineData("h1", Phone, false, "consent_needed", "没有同意", "not consented")]
    [InlineData("h9", Phone, true, "unknown_household", "没有这一户", "no such household")]
    [InlineData("h1", "call me", true, "bad_phone", "电话是", "a number has")]
    [InlineData("h1", "12", true, "bad_phone", "电话是", "a number has")]
    public void Without_consent_or_with_what_is_no_number_nothing_is_kept(
        string household, string phone, bool consents, string reason, string zh, string en)
    {
        var before = _button.State;
        var answer = _button.Ask(new NameFamily(TestButton.Button, household, phone, consents));
        Assert.Equal(reason, answer.Reason);
        Assert.Contains(zh, answer.Text.Zh, StringComparison.Ordinal);
        Assert.Contains(en, answer.Text.En, StringComparison.Ordinal);
        Assert.Same(before, _button.State);
        Assert.Empty(_button.Facts.OfType<CallFact>());
    }

    [Fact]
    public void The_number_is_shown_only_during_that_households_call_and_stands_in_no_fact()
    {
        _button.Ask(new NameFamily(TestButton.Button, "h1", Phone, true));
        Assert.Equal("no_call", _button.Ask(new ShowFamily(TestButton.Button)).Reason);
        _button.Press("help", card: "h2");
        Assert.Equal("no_number", _button.Ask(new ShowFamily(TestButton.Button)).Reason);
        _button.Ask(new EndHelp(TestButton.Button, "well"));
        _button.Press("help", card: "h1");
        Assert.Contains(Phone, _button.Ask(new ShowFamily(TestButton.Button), "Wang").Text.En, StringComparison.Ordinal);
        Assert.Equal("Wang", _button.Facts.OfType<FamilyShown>().Single().By);
        Assert.All(
            _button.Facts.OfType<CallFact>(),
            fact => Assert.DoesNotContain("1234", JsonSerializer.Serialize(fact, CallJson.Default.CallFact), StringComparison.Ordinal));
    }

    [Fact]
    public void A_household_takes_its_number_back_and_one_that_was_erased_leaves_nothing()
    {
        _button.Ask(new NameFamily(TestButton.Button, "h1", Phone, true));
        _button.Ask(new NameFamily(TestButton.Button, "h1", "110", true));
        Assert.Equal("110", Assert.Single(_button.State.Family).Phone);
        Assert.Equal("forgotten", _button.Ask(new ForgetFamily(TestButton.Button, "h1")).Result);
        Assert.Empty(_button.State.Family);
        Assert.Equal("no_number", _button.Ask(new ForgetFamily(TestButton.Button, "h1")).Reason);
    }

    [Fact]
    public void What_of_a_household_goes_on_keeps_it_from_being_erased()
    {
        var kind = new CallButtonKind(new(TestCards.Hasher, new()));
        _button.Press("help", card: "h1");
        _button.Press("taxi", card: "h1");
        Assert.Equal(2, kind.Unfinished(_button.State, "h1", _button.Now).Count());
        Assert.Empty(kind.Unfinished(_button.State, "h2", _button.Now));
    }

    [Fact]
    public void The_button_in_a_flat_belongs_to_the_household_whose_number_it_keeps()
    {
        var button = new TestButton(("stands", "flat"));
        button.Press("help");
        Assert.Null(button.State.Help?.Household);
        button.Ask(new EndHelp(TestButton.Button, "a try"));
        button.Ask(new NameFamily(TestButton.Button, "h1", Phone, true));
        button.Ask(new NameFamily(TestButton.Button, "h2", Phone, true));
        button.Press("help");
        Assert.Equal("h2", button.State.Help?.Household);
    }
}
