using Estate.Domain.CallButtons;
using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Domain.Lifts;
using Estate.Domain.Monitors;
using Estate.Domain.Network;
using Estate.Domain.Parking;
using Estate.Domain.Sweeper;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Devices;

/// <summary>A kind with more to say may take more memory, but not much more than the one there are most of.</summary>
[Collection(nameof(Alone))]
public sealed class KindMemoryTests(ITestOutputHelper output)
{
    /// <summary>Nothing else may allocate meanwhile.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;

    private const int Devices = 1_000;

    [Theory]
    [InlineData(LiftKind.KindName)]
    [InlineData(CallButtonKind.KindName)]
    [InlineData(GarageKind.KindName)]
    [InlineData(SweeperKind.KindName)]
    [InlineData(MonitorKind.KindName)]
    [InlineData(NetworkKind.KindName)]
    public void A_thousand_take_at_most_half_as_much_again_as_a_thousand_bay_sensors(string name)
    {
        var (kind, reading) = Of(name);
        var bays = BytesOf(new BaySensorKind(), "parking", new BayReport(true) { BatteryPct = 90 });
        var bytes = BytesOf(kind, name, reading);
        output.WriteLine($"{bytes / Devices} bytes a {name}, {bays / Devices} a bay sensor");
        Assert.True(bytes <= bays * 1.5, $"{bytes / Devices} bytes a {name}, {bays / Devices} a bay sensor");
    }

    private static (IDeviceKind Kind, IReading Reading) Of(string name) => name switch
    {
        LiftKind.KindName => (new LiftKind(TestEstate.Shanghai), TestLift.Standing with { Occupied = false }),
        CallButtonKind.KindName => (new CallButtonKind(new(TestCards.Hasher, new())), new ButtonHeartbeat(false) { BatteryPct = 90 }),
        GarageKind.KindName => (
            new GarageKind(new(TestCards.Hasher, new()), TestEstate.Shanghai, _ => true), new BikesStanding(40, 20)),
        SweeperKind.KindName => (
            new SweeperKind(), new SweeperReport(SweeperActivity.Sweeping) { Zone = "north", BatteryPct = 80, BinPct = 20 }),
        NetworkKind.KindName => (
            new NetworkKind(), new NetworkReading { UptimeS = 60, Clients = 17, LossPct = 0.5, UplinkUp = true, InMbit = 3 }),
        _ => (new MonitorKind(), new MonitorReading { Leak = false, Open = false, BatteryPct = 90 }),
    };

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
