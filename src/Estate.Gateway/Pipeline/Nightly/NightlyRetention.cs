using Estate.Adapters.Storage.Privacy;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using NodaTime;

namespace Estate.Gateway.Pipeline.Nightly;

/// <summary>
/// Once a night what is older than it may be goes. Due is what was not done since its time, so that a computer that was off makes up for
/// it;
/// only by a clock that can be believed: one that is years ahead would take everything.
/// </summary>
internal sealed partial class NightlyRetention(
    EstateModel model, DataFolder folder, Retention retention, GatewayClock clock, ILogger<NightlyRetention> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly Duration Again = Duration.FromHours(1);
    private static readonly LocalTime Time = new(3, 10);

    /// <summary>What the last run took and had to leave, and when it was, in seconds since 1970; zeros before the first.</summary>
    internal (long Erased, long Left, long At) Last => (Volatile.Read(ref _erased), Volatile.Read(ref _left), Volatile.Read(ref _at));

    private Duration? _triedAt;
    private long _erased;
    private long _left;
    private long _at;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        do
        {
            if (clock.IsSure && IsDue())
                await RunAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal static Instant LastDue(Instant now, DateTimeZone zone) => NightlyHour.LastDue(Time, now, zone);

    private bool IsDue()
    {
        if (clock.Uptime - _triedAt < Again)
            return false;
        try
        {
            return retention.Since() < LastDue(clock.Now, model.Programme.Zone);
        }
        catch (System.Data.Common.DbException busy)
        {
            LogFailed(busy.Message);
            return false;
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        _triedAt = clock.Uptime;
        try
        {
            // On a thread of its own: it reads much, and nothing may wait for that.
            var report = await Task.Run(() => retention.RunAsync(model.Retention, Invitations.Machine, clock.Time, stop), stop);
            Volatile.Write(ref _erased, report.Erased);
            Volatile.Write(ref _left, report.Left);
            Volatile.Write(ref _at, clock.Now.ToUnixTimeSeconds());
            var what = report.Left == 0 ? report.ToString() : $"{report}; {report.Left} rows are still there";
            if (report.Left == 0)
                LogDone(what);
            else
                LogFailed(what);
            foreach (var copy in new OldCopies(model, folder).Due(clock.Now))
            {
                File.Delete(copy);
                LogDone(copy);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            LogFailed(failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "What was older than it may be is gone: {What}")]
    private partial void LogDone(string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "Not all that is older than it may be is gone: {Problem}")]
    private partial void LogFailed(string problem);
}
