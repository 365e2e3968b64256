using System.CommandLine;
using Estate.Bench.Backup;
using Estate.Bench.Charging;
using Estate.Bench.Devices;
using Estate.Bench.Gate;
using Estate.Bench.Ingest;
using Estate.Bench.Pages;
using Estate.Bench.Parking;
using Estate.Bench.Profile;
using Estate.Bench.Replay;
using Estate.Bench.Rules;
using Estate.Bench.Series;
using Estate.Bench.Start;
using Estate.Bench.Torture;
using Estate.Bench.Widest;
using Estate.Gateway.Configuration;

var root = new RootCommand("Measurements and trials of the estate gateway.")
{
    ReplayCommand.Create(), TortureCommand.Create(), IngestBench.Create(), GateBench.Create(), ParkingBench.Create(),
    PagesBench.Create(), ChargingBench.Create(), RulesBench.Create(), BacktestBench.Create(), SeriesBench.Create(),
    BackupBench.Create(), WidestBench.Create(), DevicesBench.Create(), StartBench.Create(), ProfileCommand.Create(),
    BareSubscriber.Create(), MqttRelay.Create(), Flooder.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception mistake) when (mistake is ConfigurationException or FormatException or IOException)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return 2;
}
