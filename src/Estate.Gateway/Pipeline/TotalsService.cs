using Estate.Adapters.Storage.Totals;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Adds up the journal of a database that is older than its totals, with pauses: the committer waits for milliseconds at most. In a
/// database of today it has nothing to do.
/// </summary>
internal sealed partial class TotalsService(TotalsRebuild rebuild, GatewayClock clock, ILogger<TotalsService> log) : BackgroundService
{
    private const int Percent = 100, SaidEvery = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var said = -1L;
        while (await Task.Run(rebuild.Step, stoppingToken) is var (done, all))
        {
            if (done * Percent / all / SaidEvery is var step && step != said)
                LogProgress((said = step) * SaidEvery, done, all);
            await Task.Delay(Pause, clock.Time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "The days of the journal are added up, once: {Percent} % ({Done} of {All} facts)")]
    private partial void LogProgress(long percent, long done, long all);
}
