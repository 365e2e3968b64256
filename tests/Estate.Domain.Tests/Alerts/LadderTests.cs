using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Alerts;

/// <summary>Types of alerts that climb a ladder of their own.</summary>
public sealed class LadderTests
{
    private readonly TestAlerts _alerts = new(new AlertPolicy
    {
        Ladder = [new(new("台", "Desk"), Duration.Zero, Severity.Low, ["desk"])],
        Ladders = new Dictionary<string, IReadOnlyList<LadderStep>>
        {
            ["trapped"] =
            [
                new(new("台", "Desk"), Duration.Zero, Severity.Low, ["desk"]),
                new(new("电话", "Duty phone"), Duration.FromMinutes(1), Severity.Low, ["phone"]),
                new(new("维保", "Firm"), Duration.FromMinutes(3), Severity.Low, ["firm"]),
                new(new("救援", "Rescue"), Duration.FromMinutes(10), Severity.Low, ["city"]),
            ],
        },
    });

    [Fact]
    public void Trapped_people_are_handed_on_from_the_desk_to_the_phone_the_firm_and_the_city()
    {
        Say(true);
        Assert.Equal(["desk"], Told);
        _alerts.Pass(1);
        Assert.Equal(["desk", "phone"], Told);
        _alerts.Pass(10);
        Assert.Equal(["desk", "phone", "firm", "city"], Told);
        Assert.Equal(
            ["Duty phone", "Firm", "Rescue"], TestEstate.Facts<AlertEscalated>(_alerts.Outcomes).Select(fact => fact.To.En));
        Assert.True(_alerts.Desk.Policy.HasNotified("city", _alerts.Only));
        Say(false);
        _alerts.Pass(1);
        Assert.Equal(["desk", "phone", "firm", "city"], Told.TakeLast(4));
    }

    [Fact]
    public void Who_takes_it_ends_the_climb_and_other_alerts_climb_the_common_ladder()
    {
        Say(true);
        _alerts.Pass(1);
        _alerts.Ask(new AcknowledgeAlert(_alerts.Only.Id));
        _alerts.Say(TestAlerts.Charger, TestAlerts.Smoke(true));
        _alerts.Pass(30);
        Assert.Equal(["desk", "phone", "desk"], Told);
    }

    [Fact]
    public void Nothing_shelves_trapped_people()
    {
        Say(true);
        Assert.Equal("never_shelved", _alerts.Ask(new ShelveAlert(_alerts.Only.Id, "noise", Duration.FromHours(1)))?.Reason);
    }

    private IEnumerable<string> Told => _alerts.Told.Select(one => one.Notifier);

    private void Say(bool isActive) =>
        _alerts.Say(TestAlerts.Other, new("trapped", "", Severity.High, isActive, new("困人", "Trapped")));
}
