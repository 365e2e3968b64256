using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Domain.Tests.Devices;

/// <summary>Devices taken up, and given other settings, while the estate runs.</summary>
public sealed class InventoryChangeTests
{
    private static readonly DeviceId Later = new("bins", "later");

    private readonly TestEstate _estate = new();

    [Fact]
    public void A_device_taken_up_while_the_estate_runs_is_heard_and_not_called_silent_at_once()
    {
        _estate.Machine.Step(new Tick(_estate.Now));
        _estate.Now += Duration.FromMinutes(20);
        _estate.Machine.Step(new Tick(_estate.Now));
        Assert.Contains(_estate.Measure(Later, new ClimateReading(20)), outcome => outcome is Refused);

        _estate.Machine.Put(Settings(Later), _estate.Now);

        Assert.Equal([Later, Station1, Station2], _estate.Machine.Devices);
        Assert.Empty(Facts<DeviceFellSilent>(_estate.Machine.Step(new Tick(_estate.Now + Duration.FromMinutes(1)))));
        Assert.Equal(AwardResult.Welcome, _estate.Say(Later, "tap-1", _estate.TapOf("card-h1")).Result);
        _estate.Now += Duration.FromMinutes(30);
        Assert.Contains(Facts<DeviceFellSilent>(_estate.Machine.Step(new Tick(_estate.Now))), fact => fact.Device == Later);
    }

    [Fact]
    public void Other_settings_leave_what_is_known_of_a_device()
    {
        _estate.Measure(Station1, new FillReading(WasteCategory.Wet, 0.4));
        var before = _estate.Machine.Card(Station1)!.Lines;
        _estate.Machine.Put(Settings(Station1, ("name_en", "Station at the gate")), _estate.Now);
        Assert.Equal(before, _estate.Machine.Card(Station1)!.Lines);
        Assert.Equal(Text.Same("Station at the gate"), _estate.Machine.Card(Station1)!.Name);
        Assert.Equal(_estate.Now, _estate.Machine.PresenceOf(Station1)!.LastSeen);
        Assert.Equal(2, _estate.Machine.Devices.Count);
    }

    [Fact]
    public void A_setting_that_cannot_be_changes_nothing()
    {
        Assert.Throws<FormatException>(() => _estate.Machine.Put(Settings(Later, ("full_at", "much")), _estate.Now));
        Assert.Throws<FormatException>(() => _estate.Machine.Put(Settings(Station1, ("full_at", "much")), _estate.Now));
        Assert.Equal([Station1, Station2], _estate.Machine.Devices);
        Assert.Null(_estate.Machine.Card(Station1)!.Name);
    }

    private static DeviceSettings Settings(DeviceId device, params (string Name, string Value)[] values) =>
        new(device, values.ToDictionary(one => one.Name, one => one.Value));
}
