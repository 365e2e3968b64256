using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Domain.Patrol;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Devices;

/// <summary>What people call devices, and where these are.</summary>
public sealed class DeviceNameTests
{
    private static readonly IReadOnlyList<IDeviceKind> Kinds =
    [
        new StationKind(new CardHasher(new byte[CardHasher.KeyBytes])), new BaySensorKind(),
        new CheckpointKind(new CardBook(new CardHasher(new byte[CardHasher.KeyBytes]), new CardRegistry())),
        new PatrolKind(DateTimeZone.Utc),
    ];

    [Theory]
    [InlineData("bins/station-01", "垃圾分类站 1", "Waste-sorting station 1")]
    [InlineData("bins/east", "垃圾分类站 2", "Waste-sorting station 2")]
    [InlineData("bins/west", "垃圾分类站 3", "Waste-sorting station 3")]
    [InlineData("patrol/main", "巡更", "Patrol")]
    [InlineData("parking/a001", "车位 A001", "Bay A001")]
    [InlineData("checkpoint/b-7", "巡更点 1", "Patrol checkpoint 1")]
    [InlineData("checkpoint/c-7", "巡更点 2", "Patrol checkpoint 2")]
    public void Without_a_name_it_is_called_by_its_kind_and_a_number_that_is_its_own(string id, string zh, string en)
    {
        var names = new DeviceNames(Kinds, [.. new[]
        {
            "bins/east", "bins/station-01", "bins/west", "patrol/main", "parking/a001", "checkpoint/b-7", "checkpoint/c-7",
        }.Select(one => Device(one))]);
        Assert.Equal(new Text(zh, en), names.Of(DeviceId.Parse(id)));
    }

    [Fact]
    public void Ids_in_a_sentence_become_names_and_other_words_stay()
    {
        var names = new DeviceNames(Kinds, [Device("checkpoint/roof", ("name_zh", "屋顶"), ("name_en", "Roof"))]);
        Assert.Equal(
            new Text("漏巡 屋顶、checkpoint/gone，12/24", "missed Roof, and/or so"),
            names.InWords(new("漏巡 checkpoint/roof、checkpoint/gone，12/24", "missed checkpoint/roof, and/or so")));
    }

    [Fact]
    public void What_is_gone_and_what_the_gateway_did_have_names_too()
    {
        var names = new DeviceNames(Kinds, []);
        Assert.Equal("Waste-sorting station 4", names.Of(new DeviceId("bins", "station-4")).En);
        Assert.Equal("Gateway", names.Of(new DeviceId("desk", "alerts")).En);
    }

    [Theory]
    [InlineData("7", "-1", "B", "7 号楼 -1 层 B 区", "building 7, floor -1, zone B")]
    [InlineData("会所", "B1", null, "会所 B1", "会所, B1")]
    public void A_place_is_said_in_words(string building, string floor, string? zone, string zh, string en) =>
        Assert.Equal(new Text(zh, en), new DevicePlace(building, floor, zone, null).Words);

    [Theory]
    [InlineData("x", "100.1")]
    [InlineData("x", "-1")]
    [InlineData("y", "half")]
    public void A_spot_off_the_plan_is_refused(string key, string value) => Assert.Contains(
        DevicePlace.Errors(new Dictionary<string, string> { ["x"] = "5", ["y"] = "5", [key] = value }), error => error.Key == key);

    [Fact]
    public void Half_a_spot_is_refused_and_a_whole_one_is_not()
    {
        Assert.Contains("y is missing", Assert.Single(DevicePlace.Errors(new Dictionary<string, string> { ["x"] = "5" })).Problem,
            StringComparison.Ordinal);
        Assert.Empty(DevicePlace.Errors(new Dictionary<string, string> { ["x"] = "0", ["y"] = "100" }));
        Assert.Equal(new PlanSpot(0, 100), DevicePlace.Of(Device("bins/a", ("x", "0"), ("y", "100"))).Spot);
    }

    private static DeviceSettings Device(string id, params (string Name, string Value)[] values) =>
        new(DeviceId.Parse(id), values.ToDictionary(one => one.Name, one => one.Value));
}
