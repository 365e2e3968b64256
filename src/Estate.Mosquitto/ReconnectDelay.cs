using Polly;
using Polly.Retry;

namespace Estate.Mosquitto;

/// <summary>Retries for ever with jittered exponential back-off, so that a broker's return is not a stampede.</summary>
internal static class ReconnectDelay
{
    internal static ResiliencePipeline<bool> Build(MosquittoClientOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder<bool> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<bool>
            {
                ShouldHandle = new PredicateBuilder<bool>().HandleResult(connected => !connected),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstReconnectDelay,
                MaxDelay = options.MaxReconnectDelay,
            })
            .Build();
}
