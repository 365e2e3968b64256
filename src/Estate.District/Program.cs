using Estate.District;
using Estate.District.Accounts;
using Estate.District.Accounts.OpenId;
using Estate.District.Demonstration;
using Estate.District.Ingest;
using Estate.District.Keys;
using Estate.District.Sizing;
using Estate.District.Store;
using Npgsql;

try
{
    switch (args)
    {
        case [KeysCommand.Name, .. var more]:
            return KeysCommand.Run(more, Console.Out);
        case [SizingCommand.Name, .. var more]:
            return SizingCommand.Run(more, Console.Out);
        case [DemonstrationCommand.Prepare, _, _]:
            return DemonstrationCommand.WriteFiles(args[1..], Console.Out);
        case [DemonstrationCommand.Simulate, _, _, _, _]:
            using (var end = new EndOfProcess())
                return await DemonstrationCommand.SimulateAsync(args[1..], Console.Out, end.Token);
        case [VerifyCommand.Name, .. var more]:
            await using (var verified = Build(more))
                return await VerifyCommand.RunAsync(verified.Services, Console.Out, CancellationToken.None);
        case [AccountCommand.Name, ..]:
            var own = AccountCommand.Own(args);
            await using (var asked = Build(args[own..]))
                return await AccountCommand.RunAsync(args[..own], asked.Services, Console.Out, CancellationToken.None);
        default:
            return await RunAsync(Build(args));
    }
}
catch (Exception wrong) when (wrong is InvalidOperationException or NpgsqlException or IOException or FormatException)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}

static WebApplication Build(string[] args)
{
    var builder = WebApplication.CreateSlimBuilder(args);
    var settings = DistrictSettings.Read(builder.Configuration);
    builder.Services.AddDistrict(settings).AddPages().AddOpenId(settings.Provider);
    return builder.Build();
}

// Before anybody asks for a page; a database that is away now is brought up to date when it is there.
static async Task TryMigrateAsync(WebApplication app)
{
    try
    {
        await Migrations.RunAsync(app.Services.GetRequiredService<NpgsqlDataSource>(), CancellationToken.None);
    }
    catch (Exception away) when (away is NpgsqlException or IOException or TimeoutException)
    {
        await Console.Error.WriteLineAsync($"The database is waited for: {away.Message}");
    }
}

static async Task<int> RunAsync(WebApplication app)
{
    app.MapDistrict();
    await TryMigrateAsync(app);
    var ingest = app.Services.GetRequiredService<IngestService>();
    await app.RunAsync();
    // Ended by what it could not go on with, not by somebody who stopped it.
    return ingest.ExecuteTask is { IsFaulted: true } ? 1 : 0;
}
