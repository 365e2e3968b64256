using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Domain.Tests.People;

/// <summary>Two taps of one card bring a code; it stands for the household once, for ten minutes, and cannot be guessed.</summary>
public sealed class StationCodeTests
{
    private readonly TestEstate _estate;
    private int _number;

    public StationCodeTests()
    {
        // The desk of codes reads the same cards as the points; they come a moment later.
        var cards = new Estate.Domain.Credentials.CardRegistry();
        var estate = new TestEstate(
            null, null,
            new StationCodes(cards, text =>
                (uint)(text.EndsWith("/0", StringComparison.Ordinal) ? 100_000_007 + (_number * 11) : 5 + _number)));
        foreach (var household in new[] { "h1", "h2", "h3" })
            cards.Put(estate.Card("card-" + household), new(household));
        cards.Put(estate.Card("card-lost"), new("h3", IsBlocked: true));
        _estate = estate;
    }

    [Fact]
    public void A_second_tap_within_half_a_minute_shows_a_code_that_works_once()
    {
        Assert.Equal("welcome", Tap("a", "card-h1").Result);
        _estate.Now += Duration.FromSeconds(20);
        var shown = Tap("b", "card-h1");
        Assert.Equal((StationCodes.Result, "Web code 0000 0007, good for 10 minutes"), (shown.Result, shown.Text.En));
        Assert.Equal("h1", Redeem("0000 0007").Detail);
        Assert.Equal("wrong_code", Redeem("00000007").Reason);
    }

    [Fact]
    public void Slow_taps_other_cards_or_stations_and_invalid_cards_show_no_code()
    {
        Tap("a", "card-h1");
        _estate.Now += Duration.FromSeconds(31);
        Assert.NotEqual(StationCodes.Result, Tap("b", "card-h1").Result);
        Assert.NotEqual(StationCodes.Result, Tap("c", "card-h2").Result);
        Assert.NotEqual(StationCodes.Result, Tap("d", "card-h1").Result);
        Assert.NotEqual(StationCodes.Result, _estate.Say(Station2, "e", _estate.TapOf("card-h1")).Result);
        Assert.NotEqual(StationCodes.Result, Tap("f", "card-lost").Result);
        Assert.NotEqual(StationCodes.Result, Tap("g", "card-lost").Result);
        Assert.NotEqual(StationCodes.Result, Tap("h", "nobody-s-card").Result);
        Assert.NotEqual(StationCodes.Result, Tap("i", "nobody-s-card").Result);
    }

    [Fact]
    public void A_code_is_valid_for_ten_minutes_or_until_a_newer_one()
    {
        Code("a", "card-h1");
        _number = 1;
        Code("b", "card-h1");
        Assert.Equal("wrong_code", Redeem("00000007").Reason);
        _estate.Now += Duration.FromMinutes(10);
        Assert.Equal("wrong_code", Redeem("00000018").Reason);
    }

    [Fact]
    public void Two_households_never_have_the_same_code()
    {
        Code("a", "card-h1");
        Code("b", "card-h2");
        Assert.Equal("h2", Redeem("00000005").Detail);
        // Looking at it uses nothing up.
        Assert.Equal(
            "h1", _estate.Ask(new RedeemStationCode("00000007", IsUsedUp: false), "card").OfType<Replied>().Single().Answer.Detail);
        Assert.Equal("h1", Redeem("00000007").Detail);
    }

    private void Code(string id, string card)
    {
        Tap(id + "1", card);
        Assert.Equal(StationCodes.Result, Tap(id + "2", card).Result);
    }

    private Answer Tap(string id, string card) => _estate.Say(Station1, id, _estate.TapOf(card));

    private Answer Redeem(string code) => _estate.Ask(new RedeemStationCode(code), "card").OfType<Replied>().Single().Answer;
}
