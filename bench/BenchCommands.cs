using System.CommandLine;
using Estate.Bench.Alerts;
using Estate.Bench.All;
using Estate.Bench.Backup;
using Estate.Bench.Calls;
using Estate.Bench.Charging;
using Estate.Bench.Codecs;
using Estate.Bench.Devices;
using Estate.Bench.District;
using Estate.Bench.Gate;
using Estate.Bench.History;
using Estate.Bench.Ingest;
using Estate.Bench.Pages;
using Estate.Bench.Parking;
using Estate.Bench.Peer;
using Estate.Bench.Profile;
using Estate.Bench.Profiles;
using Estate.Bench.Replay;
using Estate.Bench.Rules;
using Estate.Bench.Series;
using Estate.Bench.Start;
using Estate.Bench.Torture;
using Estate.Bench.Widest;
using Estate.Bench.Year;

namespace Estate.Bench;

/// <summary>Everything this program can be asked for.</summary>
internal static class BenchCommands
{
    internal static RootCommand Root() => new("Measurements and trials of the estate gateway.")
    {
        ReplayCommand.Create(), TortureCommand.Create(), IngestBench.Create(), GateBench.Create(), ParkingBench.Create(),
        PagesBench.Create(), ChargingBench.Create(), ProfilesBench.Create(), RulesBench.Create(), BacktestBench.Create(),
        SeriesBench.Create(),
        BackupBench.Create(), WidestBench.Create(), DevicesBench.Create(), YearBench.Create(), StartBench.Create(), PeerBench.Create(),
        CodecsBench.Create(), ProfileCommand.Create(), AlertBench.Create(), AllBench.Create(), BareSubscriber.Create(), MqttRelay.Create(),
        Flooder.Create(), HistoryCommand.Create(), CallsBench.Create(), DistrictBench.Create(), JournaledEstates.Create(),
        DistrictCrowd.Create(), DistrictLoad.Create(),
    };
}
