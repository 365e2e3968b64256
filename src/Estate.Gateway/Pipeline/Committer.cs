using Estate.Adapters.Mqtt;
using Estate.Adapters.Storage;
using Estate.Gateway.Observability;
using Polly;
using Polly.Retry;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Writes what was decided, and only then says so: (1) one transaction for all that waited, (2) acknowledgements,
/// commands and the broker's receipts, (3) replies to people, (4) measurements and live pages. A disk that fails is tried again for ever; nothing
/// is acknowledged meanwhile.
/// </summary>
internal sealed partial class Committer : BackgroundService
{
    private const int MaxAcksPerMessage = 100;

    private readonly EstateStore _store;
    private readonly PendingQueue _pending;
    private readonly MqttLink _link;
    private readonly SeriesIntake _series;
    private readonly LiveFeed _live;
    private readonly ChipService _chips;
    private readonly Health _health;
    private readonly GatewayClock _clock;
    private readonly ILogger<Committer> _log;
    private readonly ResiliencePipeline _again;

    public Committer(EstateStore store, PendingQueue pending, AfterCommit after, GatewayClock clock, ILogger<Committer> log)
    {
        (_store, _pending, _clock, _log) = (store, pending, clock, log);
        (_link, _series, _live, _health, _chips) = after;
        _again = new ResiliencePipelineBuilder { TimeProvider = clock.Time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<IOException>(),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(5),
                OnRetry = failed =>
                {
                    _health.Storage = failed.Outcome.Exception!.Message;
                    LogDiskFailed(failed.Outcome.Exception.Message, failed.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Notifications are durable now.</summary>
    internal Action? Notify { get; set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var work = await _pending.TakeAsync(stoppingToken);
            if (!work.Batch.IsEmpty)
                await CommitAsync(work, stoppingToken);
            Announce(work);
        }
    }

    private async Task CommitAsync(PendingWork work, CancellationToken stop)
    {
        using var span = GatewayMetrics.Source.StartActivity("commit");
        span?.SetTag("events", work.Batch.Events.Count);
        await _again.ExecuteAsync(_ =>
        {
            var started = _health.CommitSince = _clock.Time.GetTimestamp();
            _store.Commit(work.Batch);
            _pending.Metrics.Commits.Record(_clock.Time.GetElapsedTime(started).TotalMilliseconds);
            return ValueTask.CompletedTask;
        }, stop);
        await _again.ExecuteAsync(_ =>
        {
            _store.RequireInPlace();
            return ValueTask.CompletedTask;
        }, stop);
        _health.Storage = null;
        _health.CommitSince = 0;
        _pending.Metrics.Transfers.Add(work.Batch.Transfers.Count);
    }

    private void Announce(PendingWork work)
    {
        foreach (var (_, element, known) in work.Acks)
            known?.DurableAnswer = element;
        foreach (var device in work.Acks.GroupBy(ack => ack.Device))
            foreach (var part in device.Select(ack => ack.Element).Chunk(MaxAcksPerMessage))
                Count(_link.Send(device.Key, TopicChannel.Ack, GatewayMessages.Ack(part)));
        foreach (var command in work.Commands)
            Count(_chips.TryShow(command) || _link.Send(command));
        foreach (var receipt in _pending.TakeReceipts(work))
            receipt();
        foreach (var (waiting, answer) in work.Replies)
            waiting.TrySetResult(answer);
        _series.Take(work);
        _live.Publish(work.Changed);
        if (work.Batch.Notifications.Count > 0)
            Notify?.Invoke();
    }

    private void Count(bool isTaken)
    {
        if (!isTaken)
            _pending.Metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "mqtt"));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The disk refused a commit ({Problem}); next try in {Delay}. Nothing is acknowledged until it succeeds.")]
    private partial void LogDiskFailed(string problem, TimeSpan delay);
}

/// <summary>Who hears of a commit.</summary>
internal sealed record AfterCommit(MqttLink Link, SeriesIntake Series, LiveFeed Live, Health Health, ChipService Chips);
