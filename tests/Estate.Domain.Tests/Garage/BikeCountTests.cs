using System.Text.Json;
using Estate.Domain.Garage;
using Estate.Domain.Devices;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Garage;

/// <summary>How many places are free, and how sure that is; which bicycles stay.</summary>
public sealed class BikeCountTests
{
    private readonly TestGarage _garage = new();

    [Fact]
    public void Until_somebody_counted_nobody_knows()
    {
        _garage.Pass(BikeDirection.In, BikeType.Bicycle);
        Assert.True(_garage.State.FreeOf(BikeType.Bicycle).IsUnknown);
        _garage.Ask(new CountBikes(TestGarage.Id, 4, 5));
        Assert.Equal(new(6, 0, 10), _garage.State.FreeOf(BikeType.Bicycle));
        Assert.Equal(new(0, 0, 5), _garage.State.FreeOf(BikeType.EBike));
        _garage.Pass(BikeDirection.In, BikeType.Bicycle, count: 2);
        _garage.Pass(BikeDirection.Out, BikeType.EBike);
        Assert.Equal((4, 1), (_garage.State.FreeOf(BikeType.Bicycle).Number, _garage.State.FreeOf(BikeType.EBike).Number));
        var (bicycles, eBikes) = (_garage.State.Bicycles, _garage.State.EBikes);
        Assert.Equal((3, 0, 0, 1), (bicycles.In, bicycles.Out, eBikes.In, eBikes.Out));
    }

    [Fact]
    public void What_was_not_made_out_is_doubt_and_much_doubt_is_said_until_somebody_counts()
    {
        _garage.Stand(4, 2);
        _garage.Pass(BikeDirection.In, null);
        Assert.Equal(new(5, 1, 10), _garage.State.FreeOf(BikeType.Bicycle));
        Assert.Equal([true], _garage.Facts.OfType<BikeCountDoubted>().Select(one => one.IsDoubtful));
        Assert.Equal("bike_count_doubtful", _garage.Facts.OfType<BikeCountDoubted>().Single().Conditions.Single().Type);
        _garage.Ask(new CountBikes(TestGarage.Id, 5, 2));
        Assert.Equal([true, false], _garage.Facts.OfType<BikeCountDoubted>().Select(one => one.IsDoubtful));
        var counted = _garage.Facts.OfType<BikesCounted>().Last();
        Assert.Equal((0, "desk"), (counted.OffBy, counted.By));
    }

    [Fact]
    public void More_out_than_in_is_doubt_and_never_less_than_none()
    {
        _garage.Stand(1, 0);
        _garage.Pass(BikeDirection.Out, BikeType.Bicycle);
        _garage.Pass(BikeDirection.Out, BikeType.Bicycle);
        Assert.Equal(new BikeTally(10, 0, 1, 0, 2), _garage.State.Bicycles);
        _garage.Pass(BikeDirection.Out, null);
        Assert.Equal((2, 1, 0), (_garage.State.Bicycles.Doubt, _garage.State.EBikes.Doubt, _garage.State.Unknown));
    }

    [Fact]
    public void A_passage_before_the_count_is_in_it_already()
    {
        var before = _garage.Now;
        _garage.Wait(Duration.FromMinutes(2));
        _garage.Stand(4, 2);
        _garage.Pass(BikeDirection.In, BikeType.Bicycle, time: new(before, _garage.Now, ClockTrust.Synced));
        Assert.Equal(4, _garage.State.Bicycles.Inside);
        Assert.Single(_garage.Facts.OfType<BikesPassed>());
    }

    [Fact]
    public void A_count_that_is_older_than_the_last_one_is_refused_and_changes_nothing()
    {
        var before = _garage.Now - Duration.FromMinutes(1);
        _garage.Stand(4, 2);
        var said = _garage.Stand(9, 9, time: new(before, _garage.Now, ClockTrust.Synced));
        Assert.Equal(RejectReason.Overtaken, said.OfType<Refused>().Single().Rejection.Reason);
        Assert.Equal((4, 2), (_garage.State.Bicycles.Inside, _garage.State.EBikes.Inside));
    }

    [Fact]
    public void A_camera_that_says_the_same_again_is_no_news()
    {
        _garage.Stand(4, 2);
        _garage.Wait(Duration.FromMinutes(1));
        _garage.Stand(4, 2);
        Assert.Single(_garage.Facts.OfType<BikesCounted>());
        Assert.Equal(_garage.Now, _garage.State.CountedAt);
    }

    [Fact]
    public void A_bicycle_that_comes_in_twice_had_gone_out_unseen()
    {
        _garage.Stand(4, 2);
        _garage.Pass(BikeDirection.In, BikeType.EBike, "TAG1");
        _garage.Wait(Duration.FromHours(1));
        _garage.Pass(BikeDirection.In, BikeType.EBike, "TAG1");
        Assert.Equal(3, _garage.State.EBikes.Inside);
        Assert.Equal(_garage.Now, Assert.Single(_garage.State.Bikes).Value.Since);
        _garage.Pass(BikeDirection.Out, BikeType.EBike, "TAG1");
        Assert.Empty(_garage.State.Bikes);
        Assert.Equal(2, _garage.State.EBikes.Inside);
    }

    [Fact]
    public void Those_that_stay_overnight_are_counted_once_with_those_that_have_no_permit()
    {
        _garage.Ask(new IssueBikePermit(TestGarage.Id, "h1", null));
        _garage.Stand(4, 2);
        foreach (var tag in new[] { "TAG1", "TAG2", "TAG9" })
            _garage.Pass(BikeDirection.In, BikeType.Bicycle, tag);
        _garage.Wait(Duration.FromHours(24));
        var night = Assert.Single(_garage.Facts.OfType<NightCounted>());
        Assert.Equal((7, 2, 0, 2), (night.Bicycles, night.EBikes, night.Unknown, night.WithoutPermit));
        Assert.Equal(2, night.Time.At.InZone(TestGarage.Zone).Hour);
        Assert.Equal((0, 0), (_garage.State.Bicycles.In, _garage.State.Bicycles.Out));
    }

    [Fact]
    public void Those_that_have_not_moved_for_long_are_counted_overnight()
    {
        var garage = new TestGarage(settings => settings["abandoned_days"] = "2");
        garage.Stand(4, 2);
        garage.Pass(BikeDirection.In, BikeType.Bicycle, "TAG1");
        garage.Wait(Duration.FromHours(30));
        garage.Pass(BikeDirection.In, BikeType.Bicycle, "TAG2");
        garage.Wait(Duration.FromHours(36));
        Assert.Equal([0, 0, 1], garage.Facts.OfType<NightCounted>().Select(night => night.Abandoned));
    }

    [Fact]
    public void A_night_the_gateway_slept_through_is_not_counted()
    {
        _garage.Stand(4, 2);
        _garage.Wait(Duration.FromHours(3));
        _garage.Now += Duration.FromHours(16);
        _garage.Wait(Duration.FromHours(1));
        Assert.Empty(_garage.Facts.OfType<NightCounted>());
    }

    [Fact]
    public void An_abandoned_bicycle_is_taken_away_with_a_reason_and_what_is_not_there_is_not()
    {
        _garage.Stand(4, 2);
        _garage.Pass(BikeDirection.In, BikeType.Bicycle, "TAG1");
        var number = GarageKind.NumberOf(Assert.Single(_garage.State.Bikes).Key);
        Assert.Equal("no_such_bike", _garage.Ask(new TakeBikeAway(TestGarage.Id, "00000000", "no owner")).Reason);
        Assert.Equal("reason_needed", _garage.Ask(new TakeBikeAway(TestGarage.Id, number, " ")).Reason);
        Assert.Equal(5, _garage.State.Bicycles.Inside);
        Assert.Equal("taken_away", _garage.Ask(new TakeBikeAway(TestGarage.Id, number, "no owner")).Result);
        Assert.Equal(4, _garage.State.Bicycles.Inside);
        Assert.Empty(_garage.State.Bikes);
    }

    [Fact]
    public void A_tag_is_hashed_while_it_is_read_and_bad_values_are_refused()
    {
        var wire = GarageWire.With(TestCards.Hasher);
        var passing = JsonSerializer.Deserialize("""{"direction":"in","bike":"e_bike","tag":"TAG1"}""", wire.BikesPassing)!;
        Assert.Equal((BikeType.EBike, 1, TestGarage.Token("TAG1")), (passing.Bike, passing.Count, passing.Tag));
        Assert.Null(passing.Fault);
        foreach (var bad in new[] { "\"count\":0", "\"count\":21", "\"count\":2,\"tag\":\"TAG1\"" })
            Assert.NotNull(JsonSerializer.Deserialize($"{{\"direction\":\"in\",{bad}}}", wire.BikesPassing)!.Fault);
        foreach (var bad in new[] { "\"direction\":\"up\"", "\"direction\":\"in\",\"bike\":\"car\"", "\"direction\":\"in\",\"tag\":7", "" })
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($"{{{bad}}}", wire.BikesPassing));
        Assert.NotNull(JsonSerializer.Deserialize("""{"bicycles":-1,"e_bikes":0}""", wire.BikesStanding)!.Fault);
    }

    [Fact]
    public void A_count_that_cannot_be_and_settings_that_cannot_be_are_refused()
    {
        Assert.Equal("bad_count", _garage.Ask(new CountBikes(TestGarage.Id, -1, 5)).Reason);
        Assert.Null(_garage.State.CountedAt);
        foreach (var (name, value) in new[] { ("bicycles", "-3"), ("e_bikes", "many"), ("abandoned_days", "0"), ("night", "25:00") })
            Assert.Contains(
                $"garage/bikes: {name} is '{value}'",
                Assert.Throws<FormatException>(() => new TestGarage(settings => settings[name] = value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Free_places_and_doubt_never_go_beyond_the_places() =>
        Prop.ForAll(Gen.Choose(0, 5).ArrayOf().Resize(60).ToArbitrary(), passages =>
        {
            var garage = new TestGarage();
            garage.Stand(5, 2);
            foreach (var (index, what) in passages.Index())
                garage.Pass(
                    what % 2 == 0 ? BikeDirection.In : BikeDirection.Out,
                    (what / 2) switch { 0 => BikeType.Bicycle, 1 => BikeType.EBike, _ => null }, count: 1 + (index % 20));
            return Enum.GetValues<BikeType>().All(type => garage.State.FreeOf(type) is { Number: >= 0, NotKnown: >= 0 } free
                && free.Number + free.NotKnown <= free.Total && garage.State.Of(type).Inside >= 0);
        }).QuickCheckThrowOnFailure();
}
