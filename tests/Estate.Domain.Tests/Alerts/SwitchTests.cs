using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestAlerts;

namespace Estate.Domain.Tests.Alerts;

/// <summary>A switch, and the devices behind it that fall silent with it.</summary>
public sealed class SwitchTests
{
    [Fact]
    public void A_switch_that_silences_two_hundred_devices_is_one_notification_for_each_person() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var devices = Enumerable.Range(0, 200).Select(n => new DeviceId("charger", $"c{n}")).ToList();
        var alerts = new TestAlerts(
            new AlertPolicy
            {
                Ladder =
                [
                    new(new("台", "Desk"), Duration.Zero, Severity.Low, ["desk"]),
                    new(new("电话", "Phone"), Duration.FromMinutes(5), Severity.Medium, ["phone"]),
                ],
                Behind = devices.ToDictionary(device => device, _ => Switch),
            }, devices);
        // Each is found silent by its own last word, the switch as any of them: within two minutes, in any order.
        foreach (var device in devices.Append(Switch).OrderBy(_ => random.Next()))
        {
            alerts.Say(device, Silent(true));
            alerts.Pass(0.01, 0.01);
        }
        alerts.Pass(30);
        Assert.Equal(["desk", "phone"], alerts.Told.Select(one => one.Notifier));
        Assert.Equal((Switch, 200), (alerts.Only.Key.Device, alerts.Only.SuppressedDevices.Count));
        foreach (var device in devices.Append(Switch))
            alerts.Say(device, Silent(false));
        alerts.Pass(5);
        Assert.Equal(4, alerts.Told.Count());
        // What it said stands.
        Assert.Equal((0, 200), (alerts.Only.SuppressedDevices.Count, alerts.Only.AffectedDevices.Count));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void What_an_older_program_stored_without_all_that_were_affected_says_them_too()
    {
        var alerts = new TestAlerts();
        var old = new Alert("old", new(Switch, DeviceFellSilent.Silent, ""), Severity.Medium, new("失联", "Silent"), alerts.Now)
        {
            RaisedAt = alerts.Now,
            SuppressedDevices = ["charger/north-1"],
        };
        alerts.Desk.Restore([old]);
        Assert.Equal(["charger/north-1"], alerts.Only.AffectedDevices);
    }

    [Fact]
    public void Devices_that_hang_behind_each_other_are_told_all_the_same()
    {
        var alerts = new TestAlerts(new AlertPolicy
        {
            Ladder = [new(new("台", "Desk"), Duration.Zero, Severity.Low, ["desk"])],
            Behind = new Dictionary<DeviceId, DeviceId> { [Charger] = Other, [Other] = Charger },
        });
        alerts.Say(Charger, Silent(true));
        alerts.Say(Other, Silent(true));
        alerts.Pass(10);
        Assert.NotEmpty(alerts.Told);
    }
}
