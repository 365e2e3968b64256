using Estate.Adapters.Storage;

namespace Estate.Gateway.Pipeline.Series;

/// <summary>Writes roll-ups down when their hour is over, and at the end.</summary>
internal sealed partial class RollupService(Rollups rollups, GatewayClock clock, ILogger<RollupService> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private long _dropped;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Flush(isLast: false);
        }
        finally
        {
            Flush(isLast: true);
        }
    }

    private void Flush(bool isLast)
    {
        try
        {
            rollups.Flush(clock.Now, isLast, clock.IsSure);
        }
        catch (Exception failure) when (failure is IOException or System.Data.Common.DbException)
        {
            LogNotWritten(failure.Message);
        }
        var dropped = rollups.Dropped;
        if (dropped > _dropped)
            LogDropped(dropped - _dropped);
        _dropped = dropped;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Roll-ups could not be written and are kept for the next time: {Problem}")]
    private partial void LogNotWritten(string problem);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "The oldest of them, {Count} measurements, find no more room in memory and have no means")]
    private partial void LogDropped(long count);
}
