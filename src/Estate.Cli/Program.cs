using System.CommandLine;
using Estate.Adapters.Codecs;
using Estate.Cli.Commands;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;

// The gateway's own, for makers' codecs: neither a command of people's, nor slowed down by what those need.
if (args is [CodecWorker.Argument])
{
    CodecWorker.Run();
    return 0;
}
if (args is [CodecWorker.Argument, var folder, var now])
{
    CodecCheck.Run(folder, now, Console.Out);
    return 0;
}

var root = new RootCommand("The gateway of one residential estate: MQTT devices in, points, pages and time series out.")
{
    RunCommand.Create(),
    InitCommand.Create(),
    DeviceCommand.Create(),
    CardsCommand.Create(),
    PeopleCommand.Create(),
    TokensCommand.Create(),
    SubscribersCommand.Create(),
    AuditCommand.Create(),
    PinsCommand.Create(),
    HoursCommand.Create(),
    WatchCommand.Create(),
    RulesCommand.Create(),
    ProfileCommand.Create(),
    SeriesCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    DoctorCommand.Create(),
    SupportBundleCommand.Create(),
    HouseholdCommand.Create(),
    RetentionCommand.Create(),
    PrivacyCommand.Create(),
    RowsCommand.Create(),
};
try
{
    var parsed = root.Parse(args);
    // The library ends a process 2 s after it was asked to end; the gateway takes what its host's own limit allows, and ends itself with 0.
    var patience = parsed.CommandResult.Command.Name == "run" ? RunCommand.TimeToEnd : TimeSpan.FromSeconds(2);
    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = patience });
}
catch (Exception mistake) when (
    mistake is ConfigurationException or FormatException or IOException or UnauthorizedAccessException or System.Data.Common.DbException)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return 2;
}
