using Estate.District.Estates;
using Npgsql;

namespace Estate.District.Store;

/// <summary>Brings the table of estates and the roll-ups up to date, each second what is due.</summary>
internal sealed partial class RollupService(
    NpgsqlDataSource source, DistrictSettings settings, Rollups rollups, TimeProvider time, ILogger<RollupService> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var isReady = false;
        do
            try
            {
                if (!isReady)
                    await PrepareAsync(stoppingToken);
                isReady = true;
                await rollups.RunAllAsync(stoppingToken);
            }
            catch (Exception failure) when (
                failure is NpgsqlException or IOException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                LogWaits(failure.Message);
            }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PrepareAsync(CancellationToken stop)
    {
        await Migrations.RunAsync(source, stop);
        if (settings.Estates is { } estates)
            await EstateRows.ReplaceAsync(source, estates, stop);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Roll-ups wait, facts are taken all the same: {Problem}")]
    private partial void LogWaits(string problem);
}
