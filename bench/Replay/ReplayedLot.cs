using Estate.Domain.Devices;
using Estate.Domain.Parking;
using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>One recorded car park as a lot of sensors in the gateway's own machine and store.</summary>
internal sealed class ReplayedLot : IDisposable
{
    private static readonly DeviceId Lot = new(LotKind.KindName, "main");

    private readonly ReplayMachine _machine;

    internal ReplayedLot(string? work, IEnumerable<string> bays)
    {
        // Recorded states are the operator's own conclusions: nothing has to last, and hours of silence are the recording's.
        var inventory = bays.Select(bay => new DeviceSettings(Sensor(bay), new Dictionary<string, string>
        {
            ["bay"] = bay,
            ["zone"] = "all",
            ["lot"] = "main",
            ["confirm_s"] = "0",
            ["heartbeat_min"] = "1000000",
            ["unchanged_days"] = "1000",
        }));
        _machine = new ReplayMachine(work, [.. inventory, new(Lot, new Dictionary<string, string>())]);
    }

    internal ZoneCounts Counts => ZoneCounts.Sum("", ((LotState)_machine.StateOf(Lot)).Count());

    /// <returns>Changes of status that followed.</returns>
    internal int Say(string bay, bool occupied, Instant at) => _machine
        .Step(new DeviceTelemetry(Sensor(bay), ReplayMachine.At(at), new BayReport(occupied)))
        .OfType<Recorded>().Count(recorded => recorded.Fact is BaySensed);

    public void Dispose()
    {
        _machine.Commit();
        _machine.Dispose();
    }

    private static DeviceId Sensor(string bay) => new(BaySensorKind.KindName, bay);
}
