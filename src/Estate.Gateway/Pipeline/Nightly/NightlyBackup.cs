using Estate.Domain.Devices;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Gateway.Pipeline.Nightly;

/// <summary>
/// A backup each night where estate.yaml names a folder for it. Due is what was not made since its time: a computer that was off makes it
/// when it is on
/// again, and what failed is tried again each hour. Two days without a good one are an alert.
/// </summary>
internal sealed partial class NightlyBackup(
    EstateModel model, DataFolder folder, Health health, GatewayClock clock, ILogger<NightlyBackup> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly Duration Again = Duration.FromHours(1), Late = Duration.FromHours(48);

    private readonly Duration _since = clock.Uptime;
    private Duration? _triedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (model.Backup is not { } plan)
            return;
        using var timer = new PeriodicTimer(Every, clock.Time);
        do
        {
            // Without a believable clock it would get another night's name.
            if (clock.Trust != ClockTrust.Unknown && IsDue(plan))
                await Task.Run(() => Make(plan, stoppingToken), stoppingToken);
            health.Backup = Problem(plan);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private bool IsDue(BackupPlan plan) =>
        (_triedAt is null || clock.Uptime - _triedAt >= Again)
        && (BackupRecords.LastGood(folder) is not { } good || good < plan.LastDue(clock.Now, model.Programme.Zone));

    private void Make(BackupPlan plan, CancellationToken stop)
    {
        _triedAt = clock.Uptime;
        try
        {
            // The folder must be there: where the stick is not, its place on this disk is no backup.
            if (!Directory.Exists(plan.Folder))
                throw new IOException(Missing(plan));
            var verdict = new BackupMaker(folder, model, clock.Time).Make(plan.Folder, plan.Keep, stop);
            LogMade(verdict.File, verdict.Bytes, verdict.Problem ?? "everything in order");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ConfigurationException)
        {
            LogFailed(failure.Message);
        }
    }

    /// <summary>Null while the last good one is not too old; of a computer that has just begun nothing is known yet.</summary>
    private string? Problem(BackupPlan plan)
    {
        var (last, isThere) = (BackupRecords.Last(folder), Directory.Exists(plan.Folder));
        var good = BackupRecords.GoodOf(last);
        var age = good is { } at ? clock.Now - at : clock.Uptime - _since;
        var why = isThere ? last?.Problem : Missing(plan);
        return age < Late && isThere ? null
            : $"the last good backup: {(good is null ? "none" : good.ToString())}{(why is null ? "" : "; " + why)}";
    }

    private static string Missing(BackupPlan plan) => $"the folder {plan.Folder} is not there: is the USB disk plugged in and mounted?";

    [LoggerMessage(Level = LogLevel.Information, Message = "Backup {File} ({Bytes} bytes), restored for a trial: {Verdict}")]
    private partial void LogMade(string file, long bytes, string verdict);

    [LoggerMessage(Level = LogLevel.Error, Message = "No backup was made: {Problem}")]
    private partial void LogFailed(string problem);
}
