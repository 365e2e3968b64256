using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Delivers by one notifier until it arrived or was refused for good: for ever, ever slower: people must learn of it however late.
/// A server that refuses all it is given is left alone for a while, so that a wrong key does not spend everything that waits and
/// does not lock a mail account.
/// </summary>
internal sealed class DeliveryRetries
{
    private const int RefusedInARow = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstBreak = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(2);

    /// <summary>A server that is well again must not keep the next fire waiting.</summary>
    private static readonly TimeSpan MaxRest = TimeSpan.FromSeconds(30);

    /// <summary>A server may ask for patience, not for a night.</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);

    private readonly INotifier _notifier;
    private readonly Action<string> _failing;
    private readonly ResiliencePipeline _again;
    private readonly ResiliencePipeline _oneTry;

    /// <param name="failing">Gets the problem of each failure after the first: one slip is not down.</param>
    internal DeliveryRetries(INotifier notifier, TimeProvider time, Action<string> failing)
    {
        (_notifier, _failing) = (notifier, failing);
        _again = new ResiliencePipelineBuilder { TimeProvider = new SteadyTime(time) }
            .AddRetry(Retry()).AddCircuitBreaker(Breaker()).Build();
        _oneTry = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(Patience).Build();
    }

    /// <returns>How often it was tried, and why it was refused for good; null when it arrived.</returns>
    /// <exception cref="OperationCanceledException">It was stopped before either.</exception>
    internal async Task<(int Attempts, string? Refusal)> DeliverAsync(Notification notification, CancellationToken stop)
    {
        var attempts = 0;
        try
        {
            await _again.ExecuteAsync(async token =>
            {
                attempts++;
                await TryAsync(notification, token);
            }, stop);
            return (attempts, null);
        }
        catch (NotifyException refusal) when (refusal.IsPermanent)
        {
            return (attempts, refusal.Message);
        }
    }

    /// <summary>One try, ended when it takes too long; whatever goes wrong is a reason to try again.</summary>
    private async Task TryAsync(Notification notification, CancellationToken stop)
    {
        try
        {
            // Also where the notifier does not listen: the look-up of a name cannot be interrupted.
            await _oneTry.ExecuteAsync(async token => await _notifier.DeliverAsync(notification, token).WaitAsync(token), stop);
        }
        catch (Exception failure) when (failure is not NotifyException && !stop.IsCancellationRequested)
        {
            var problem = failure is OperationCanceledException or TimeoutRejectedException ? "no answer" : failure.GetType().Name;
            throw new NotifyException($"{_notifier.Name}: {problem}", isPermanent: false, cause: failure);
        }
    }

    private RetryStrategyOptions Retry() => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<NotifyException>(failure => !failure.IsPermanent).Handle<BrokenCircuitException>(),
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = FirstDelay,
        MaxDelay = MaxDelay,
        DelayGenerator = failed => ValueTask.FromResult(Wish(failed.Outcome.Exception)),
        OnRetry = failed =>
        {
            if (failed.AttemptNumber >= 1 && failed.Outcome.Exception is NotifyException failure)
                _failing(failure.Message);
            return ValueTask.CompletedTask;
        },
    };

    private static CircuitBreakerStrategyOptions Breaker() => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<NotifyException>(failure => !failure.HasReachedSomebody),
        FailureRatio = 1,
        MinimumThroughput = RefusedInARow,
        SamplingDuration = TimeSpan.FromMinutes(1),
        BreakDurationGenerator = broken => ValueTask.FromResult(Rest(broken.HalfOpenAttempts)),
    };

    /// <summary>Twice as long each time.</summary>
    private static TimeSpan Rest(int failedTries) => Shorter(FirstBreak * Math.Pow(2, Math.Min(failedTries, 10)), MaxRest);

    /// <summary>How long who failed wants to be left alone, or has to be; null for the usual.</summary>
    private static TimeSpan? Wish(Exception? failure) => failure switch
    {
        NotifyException { RetryAfter: { } wish } => Shorter(wish, MaxRetryAfter),
        BrokenCircuitException { RetryAfter: { } rest } => Shorter(rest, MaxRest),
        _ => null,
    };

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
