using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Tells once of a device that goes beyond its budget, and once when it has kept to it: a line in the log, a fact, an alert.
/// </summary>
internal sealed partial class ConductWatch(Budgets budgets, LoopInbox inbox, GatewayClock clock, ILogger<ConductWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var news in budgets.News())
                Report(news);
    }

    private void Report(Conduct news)
    {
        var words = WordsOf(news.Excess);
        if (!inbox.Offer(new SignalMessage(new ConductReport(news.Device, news.IsExcessive ? words : null, news.Counted, clock.Now))))
            return;
        budgets.MarkReported(news);
        if (news.IsExcessive)
            LogMisbehaves(news.Device, words.En);
        else
            LogBehaves(news.Device, news.Counted);
    }

    private static Text WordsOf(Excess excess) => excess == Excess.Turns
        ? new($"消息过多（一次超过 {SpeakerBudget.BurstTurns} 条，或长时间每秒超过 {SpeakerBudget.SteadyTurnsPerSecond} 条）：多出的只计数，火警等仍照常处理",
            $"too many messages (more than {SpeakerBudget.BurstTurns} at once, or {SpeakerBudget.SteadyTurnsPerSecond} a second for long): "
            + "the rest is counted only; fire and the like are still acted on")
        : new("无法接受的消息过多：多出的只计数，不再保存内容", "too many messages that cannot be taken: more of them are counted, not kept");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Device} misbehaves: {Excess}.")]
    private partial void LogMisbehaves(DeviceId device, string excess);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Device} behaves again; {Count} messages or mistakes were only counted.")]
    private partial void LogBehaves(DeviceId device, long count);
}
