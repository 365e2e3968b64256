using Estate.Domain.Devices;
using Estate.Domain.Lifts;
using Estate.Domain.Network;
using Estate.Domain.Parking;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Devices;

/// <summary>A kind with more to say may take more memory, but not much more than the one there are most of.</summary>
[Collection(nameof(Alone))]
public sealed class KindMemoryTests
{
    /// <summary>Nothing else may allocate meanwhile.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;

    private const int Devices = 1_000;

    [Fact]
    public void A_thousand_lifts_or_boxes_take_at_most_half_as_much_again_as_a_thousand_bay_sensors()
    {
        var bays = BytesOf(new BaySensorKind(), "parking", new BayReport(true) { BatteryPct = 90 });
        var lifts = BytesOf(new LiftKind(TestEstate.Shanghai), "lift", TestLift.Standing with { Occupied = false });
        Assert.True(lifts <= bays * 1.5, $"{lifts / Devices} bytes a lift, {bays / Devices} a bay sensor");
        var boxes = BytesOf(
            new NetworkKind(), "network", new NetworkReading { UptimeS = 60, Clients = 17, LossPct = 0.5, UplinkUp = true, InMbit = 3 });
        Assert.True(boxes <= bays * 1.5, $"{boxes / Devices} bytes a box, {bays / Devices} a bay sensor");
    }

    private static long BytesOf(IDeviceKind kind, string name, IReading reading)
    {
        var now = TestEstate.Local(2026, 3, 2, 8, 0);
        DeviceSettings[] inventory = [.. Enumerable.Range(1, Devices)
            .Select(number => new DeviceSettings(new(name, $"d{number}"), new Dictionary<string, string>()))];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var machine = new EstateMachine([kind], inventory, []);
        foreach (var one in inventory)
            machine.Step(
                new DeviceTelemetry(one.Device, EventTime.Now(now), reading), Duration.FromHours(1), ClockTrust.Synced, now);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive((machine, inventory));
        return bytes;
    }
}
