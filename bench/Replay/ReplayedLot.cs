using Estate.Domain.Devices;
using Estate.Domain.Parking;
using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>One recorded car park as a lot of sensors in the gateway's own machine and store.</summary>
internal sealed class ReplayedLot : IDisposable
{
    internal const string Free = "free", Occupied = "occupied", Fault = "fault";

    private static readonly DeviceId Lot = new(LotKind.KindName, "main");

    private readonly ReplayMachine _machine;

    internal ReplayedLot(string? work, IEnumerable<string> bays, IReadOnlyDictionary<string, string> settings)
    {
        // Recorded states are the operator's own conclusions: nothing has to last, and hours of silence are the recording's.
        var inventory = bays.Select(bay => new DeviceSettings(Sensor(bay), new Dictionary<string, string>
        {
            ["confirm_s"] = "0",
            ["heartbeat_min"] = "1000000",
            ["unchanged_days"] = "1000",
        }.Concat(settings).Concat([new("bay", bay), new("zone", "all"), new("lot", "main")]).GroupBy(one => one.Key)
            .ToDictionary(same => same.Key, same => same.Last().Value)));
        _machine = new ReplayMachine(work, [.. inventory, new(Lot, new Dictionary<string, string>())]);
    }

    internal ZoneCounts Counts => ZoneCounts.Sum("", ((LotState)_machine.StateOf(Lot)).Count());

    /// <returns>Changes of status that followed.</returns>
    internal int Say(string bay, string status, Instant at) => _machine
        .Step(new DeviceTelemetry(Sensor(bay), ReplayMachine.At(at), status == Fault
            ? new BayReport(null as bool?) { Failed = true } : new BayReport(status == Occupied)))
        .OfType<Recorded>().Count(recorded => recorded.Fact is BaySensed);

    public void Dispose()
    {
        _machine.Commit();
        _machine.Dispose();
    }

    private static DeviceId Sensor(string bay) => new(BaySensorKind.KindName, bay);
}
