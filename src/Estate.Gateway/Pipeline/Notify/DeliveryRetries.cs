using Estate.Adapters.Notify;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Estate.Gateway.Pipeline.Notify;

/// <summary>
/// Tries until it arrived or was refused for good: for ever, ever slower, since people must learn of it however late.
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

    private readonly string _notifier;
    private readonly Action<string> _failing;
    private readonly TimeSpan _maxDelay;
    private readonly ResiliencePipeline _again;
    private readonly ResiliencePipeline _oneTry;
    private int _failedInARow;

    /// <param name="failing">Gets the problem of each failure after the first: one slip is not down.</param>
    /// <param name="maxDelay">The longest pause between two tries; two minutes where it is not given.</param>
    internal DeliveryRetries(string notifier, TimeProvider time, Action<string> failing, TimeSpan? maxDelay = null)
    {
        (_notifier, _failing, _maxDelay) = (notifier, failing, maxDelay ?? MaxDelay);
        _again = new ResiliencePipelineBuilder { TimeProvider = new SteadyTime(time) }
            .AddRetry(Retry()).AddCircuitBreaker(Breaker()).Build();
        _oneTry = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(Patience).Build();
    }

    /// <param name="deliver">Called for each try.</param>
    /// <param name="wake">Ends the pause between two tries; a try that is under way goes on.</param>
    /// <returns>Whether it arrived or was refused for good, and why; no end where it was woken before.</returns>
    /// <exception cref="OperationCanceledException">It was stopped before either.</exception>
    internal async Task<(bool HasEnded, string? Refusal)> RunAsync(
        Func<CancellationToken, Task> deliver, CancellationToken wake, CancellationToken stop)
    {
        try
        {
            await _again.ExecuteAsync(async _ => await TryAsync(deliver, stop), wake);
            return (true, null);
        }
        catch (NotifyException refusal) when (refusal.IsPermanent)
        {
            return (true, refusal.Message);
        }
        catch (Exception woken) when (woken is NotifyException or BrokenCircuitException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            return (false, null);
        }
    }

    /// <summary>One try, ended when it takes too long; whatever goes wrong is a reason to try again.</summary>
    private async Task TryAsync(Func<CancellationToken, Task> deliver, CancellationToken stop)
    {
        try
        {
            // Also where the notifier does not listen: the look-up of a name cannot be interrupted.
            await _oneTry.ExecuteAsync(async token => await deliver(token).WaitAsync(token), stop);
            _failedInARow = 0;
        }
        catch (NotifyException failure)
        {
            Count(failure);
            throw;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            var problem = failure is OperationCanceledException or TimeoutRejectedException ? "no answer" : failure.GetType().Name;
            throw Count(new NotifyException($"{_notifier}: {problem}", isPermanent: false, cause: failure));
        }
    }

    /// <summary>Also over tries that news came between.</summary>
    private NotifyException Count(NotifyException failure)
    {
        if (!failure.IsPermanent && ++_failedInARow > 1)
            _failing(failure.Message);
        return failure;
    }

    private RetryStrategyOptions Retry() => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<NotifyException>(failure => !failure.IsPermanent).Handle<BrokenCircuitException>(),
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = FirstDelay,
        MaxDelay = _maxDelay,
        DelayGenerator = failed => ValueTask.FromResult(Wish(failed.Outcome.Exception)),
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
