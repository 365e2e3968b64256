using Estate.Domain.Garage;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Garage;

/// <summary>The door of a garage for bicycles: a gate that opens for households with a permit, and in a fire for everybody.</summary>
public sealed class GarageDoorTests
{
    private readonly TestGarage _garage = new();

    [Fact]
    public void A_card_opens_where_its_household_has_a_permit_and_not_elsewhere()
    {
        Assert.Equal("denied_no_access_rights", _garage.Card("CARD1"));
        Assert.True(_garage.DoorState.IsLocked);
        _garage.Ask(new IssueBikePermit(TestGarage.Id, "h1", null));

        Assert.Equal("granted", _garage.Card("CARD1"));
        Assert.False(_garage.DoorState.IsLocked);
        Assert.Equal("denied_no_access_rights", _garage.Card("CARD2"));
        Assert.Equal("denied_unknown_credential", _garage.Card("CARD9"));
        Assert.Equal(
            ["denied_no_access_rights", "granted", "denied_no_access_rights", "denied_unknown_credential"],
            _garage.Facts.OfType<AccessDecided>().Select(one => one.Event));
    }

    [Fact]
    public void A_permit_ends_on_its_day_or_when_it_is_ended()
    {
        _garage.Ask(new IssueBikePermit(TestGarage.Id, "h1", 2));
        var forever = _garage.Ask(new IssueBikePermit(TestGarage.Id, "h2", null)).Detail!;
        _garage.Wait(Duration.FromDays(2));
        Assert.Equal("denied_no_access_rights", _garage.Card("CARD1"));
        Assert.Equal("granted", _garage.Card("CARD2"));
        Assert.Equal("ended", _garage.Ask(new EndBikePermit(TestGarage.Id, forever)).Result);
        Assert.Equal("denied_no_access_rights", _garage.Card("CARD2"));
    }

    [Fact]
    public void A_garage_that_is_not_there_lets_nobody_in()
    {
        var door = new TestGarage(isThere: false);
        Assert.Equal("refused", door.Card("CARD1"));
        Assert.True(door.DoorState.IsLocked);
    }

    [Fact]
    public void What_keeps_the_permits_must_be_a_device()
    {
        var settings = new DeviceSettings(TestGarage.Door, new Dictionary<string, string> { ["permits"] = "bikes" });
        var mistake = Assert.Throws<FormatException>(() =>
            new EstateMachine([new GateKind(new(TestCards.Hasher, new()), TestGarage.Zone)], [settings], []));
        Assert.Contains("gate/bike-door: permits is 'bikes'", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_but_the_garage_answers_for_it()
    {
        _garage.Ask(new Estate.Domain.Credentials.Admission(TestGarage.Door, TestGarage.Token("CARD1"), true));
        Assert.True(_garage.DoorState.IsLocked);
        Assert.Empty(_garage.Facts.OfType<AccessDecided>());
    }

    /// <summary>Nor is anybody asked for one: what keeps the permits may be gone with the fire.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void In_a_fire_nobody_needs_a_permit(bool isThere, bool isStillBurning)
    {
        var garage = new TestGarage(isThere: isThere);
        garage.Fire(true);
        if (!isStillBurning)
            garage.Fire(false);
        Assert.True(garage.DoorState.IsFireLatched);
        Assert.Equal("granted", garage.Card("CARD1"));
        Assert.Equal("granted", garage.Facts.OfType<AccessDecided>().Single().Event);
        Assert.False(garage.DoorState.IsLocked);
    }

    [Fact]
    public void By_a_clock_that_cannot_be_believed_a_permit_goes_on()
    {
        _garage.Ask(new IssueBikePermit(TestGarage.Id, "h1", 1));
        (_garage.Clock, _garage.Now) = (ClockTrust.Unknown, Instant.FromUtc(1970, 1, 1, 0, 0));
        Assert.Equal("granted", _garage.Card("CARD1"));
        Assert.Equal("denied_no_access_rights", _garage.Card("CARD2"));
        Assert.Equal("clock_unknown", _garage.Ask(new IssueBikePermit(TestGarage.Id, "h2", null)).Reason);
    }

    [Theory]
    [InlineData("h9", null, "unknown_household")]
    [InlineData("h1", 0, "bad_days")]
    [InlineData("h1", 801, "bad_days")]
    public void A_permit_that_cannot_be_is_refused_in_both_languages(string household, int? days, string reason)
    {
        var refused = _garage.Ask(new IssueBikePermit(TestGarage.Id, household, days));
        Assert.Equal(reason, refused.Reason);
        Assert.NotEqual(refused.Text.Zh, refused.Text.En);
        Assert.Empty(_garage.State.Permits);
    }

    [Fact]
    public void A_household_has_one_permit_and_is_not_forgotten_while_it_is_in_force()
    {
        var first = _garage.Ask(new IssueBikePermit(TestGarage.Id, "h1", null)).Detail!;
        Assert.Equal("has_permit", _garage.Ask(new IssueBikePermit(TestGarage.Id, "h1", null)).Reason);
        Assert.Equal("no_such_permit", _garage.Ask(new EndBikePermit(TestGarage.Id, "b77")).Reason);
        var kind = new GarageKind(new(TestCards.Hasher, new()), TestGarage.Zone, _ => true);
        Assert.Contains(first, Assert.Single(kind.Unfinished(_garage.State, "h1", _garage.Now)).En, StringComparison.Ordinal);
        Assert.Empty(kind.Unfinished(_garage.State, "h2", _garage.Now));
    }

    [Fact]
    public void Permits_survive_a_restart_and_a_damaged_state()
    {
        _garage.Ask(new IssueBikePermit(TestGarage.Id, "h1", null));
        _garage.Ask(new EndBikePermit(TestGarage.Id, _garage.Ask(new IssueBikePermit(TestGarage.Id, "h2", null)).Detail!));
        _garage.Restart();
        Assert.Equal("granted", _garage.Card("CARD1"));
        _garage.Recover();
        Assert.Equal("granted", _garage.Card("CARD1"));
        Assert.Equal("denied_no_access_rights", _garage.Card("CARD2"));
        Assert.Equal("b3", _garage.Ask(new IssueBikePermit(TestGarage.Id, "h2", null)).Detail);
    }
}
