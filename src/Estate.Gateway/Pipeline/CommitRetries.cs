using Estate.Adapters.Storage;
using Estate.Gateway.Observability;
using Polly;
using Polly.Retry;

namespace Estate.Gateway.Pipeline;

/// <summary>Commits of a disk that may fail: tried again for ever, ever slower, and reported in /healthz meanwhile.</summary>
internal sealed partial class CommitRetries
{
    private readonly EstateStore _store;
    private readonly Health _health;
    private readonly GatewayMetrics _metrics;
    private readonly GatewayClock _clock;
    private readonly ILogger<CommitRetries> _log;
    private readonly ResiliencePipeline _again;

    public CommitRetries(EstateStore store, Health health, GatewayMetrics metrics, GatewayClock clock, ILogger<CommitRetries> log)
    {
        (_store, _health, _metrics, _clock, _log) = (store, health, metrics, clock, log);
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

    /// <exception cref="UnwritableBatchException">It is not the disk: the same batch would fail for ever.</exception>
    internal async Task CommitAsync(CommitBatch batch, CancellationToken stop)
    {
        using var span = _metrics.Spans.StartActivity("commit");
        span?.SetTag("events", batch.Events.Count);
        try
        {
            await _again.ExecuteAsync(_ =>
            {
                var started = _health.CommitSince = _clock.Time.GetTimestamp();
                _store.Commit(batch);
                _metrics.Commits.Record(_clock.Time.GetElapsedTime(started).TotalMilliseconds);
                return ValueTask.CompletedTask;
            }, stop);
            // Written into a file that vanished meanwhile is not kept: nothing is acknowledged until the file is back.
            await _again.ExecuteAsync(_ =>
            {
                _store.RequireInPlace();
                return ValueTask.CompletedTask;
            }, stop);
            _metrics.Transfers.Add(batch.Transfers.Count);
        }
        finally
        {
            _health.CommitSince = 0;
        }
        _health.Storage = null;
    }

    /// <summary>Whether the state can be written at all.</summary>
    internal bool IsWritable(Domain.Devices.Saved saved) => _store.IsWritable(saved);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The disk refused a commit ({Problem}); next try in {Delay}. Nothing is acknowledged until it succeeds.")]
    private partial void LogDiskFailed(string problem, TimeSpan delay);
}
