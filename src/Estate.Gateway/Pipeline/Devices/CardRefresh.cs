using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>Cards registered or blocked by the command line reach a running gateway: a lost card must not wait for a restart.</summary>
internal sealed partial class CardRefresh(CardBooks books, EstateReader reader, GatewayClock clock, ILogger<CardRefresh> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                books.Restore(reader);
            }
            catch (System.Data.Common.DbException busy)
            {
                LogFailed(busy.Message);
            }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cards could not be read again: {Problem}")]
    private partial void LogFailed(string problem);
}
