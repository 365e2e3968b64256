using Estate.Adapters.Codecs;
using Estate.Adapters.Lorawan;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Uplinks that makers' codecs read, away from the loop; what comes of each is handed back to it, in order. A codec that is stopped is told
/// as the gateway's own condition.
/// </summary>
internal sealed partial class CodecLine : IDisposable
{
    private readonly LoopInbox _inbox;
    private readonly ILogger<CodecLine> _log;
    private readonly Health _health;
    private readonly CodecHost _host;
    private readonly CancellationTokenSource _stop = new();

    public CodecLine(PlatformServices platform, LoopInbox inbox, Health health, ILogger<CodecLine> log)
    {
        (_inbox, _health, _log) = (inbox, health, log);
        _host = new(platform.Codecs, platform.Time, (codec, stopped) =>
        {
            health.CodecStopped(codec.Name, stopped);
            if (stopped is null)
                LogWorks(codec.Name);
            else
                LogStopped(codec.Name, codec.Hash, stopped);
        });
        inbox.Metrics.Watch("estate.codecs.waiting", "Uplinks in front of makers' codecs", () => _host.Waiting);
    }

    /// <returns>False where too many wait already, which is counted.</returns>
    internal bool Offer(CodecUplink uplink, RawMessage raw)
    {
        if (_host.Offer(uplink.Codec, uplink.Call, result => Answer(new(uplink, result, raw.Topic, raw.Beginning))))
            return true;
        _inbox.Metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "codecs"));
        return false;
    }

    internal int Waiting => _host.Waiting;

    /// <param name="done">Called on the host's thread.</param>
    /// <returns>False where too many wait already, which is counted.</returns>
    internal bool Offer(CodecOrder order, Action<CodecResult> done)
    {
        if (_host.Offer(order.Codec, order.Call, done))
            return true;
        _inbox.Metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "codecs"));
        return false;
    }

    /// <summary>For somebody who writes a profile; behind all uplinks.</summary>
    internal Task<CodecResult> TryAsync(Codec codec, CodecCall call)
    {
        var answer = new TaskCompletionSource<CodecResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _host.OfferTrial(codec, call, answer.SetResult) ? answer.Task
            : Task.FromResult(CodecResult.Failed(CodecFailure.Busy, "others try codecs just now; try again in a moment"));
    }

    /// <summary>Another codec of this name is in force: what the one before did is no longer so.</summary>
    internal void Replaced(string codec) => _health.CodecStopped(codec, null);

    public void Dispose()
    {
        _stop.Cancel();
        _host.Dispose();
        _stop.Dispose();
    }

    /// <summary>On the host's thread, which waits for room: then its line fills, and that is counted.</summary>
    private void Answer(DecodedUplink decoded)
    {
        try
        {
            _inbox.WriteAsync(decoded, _stop.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "Codec {Codec} (SHA-256 {Hash}) failed again and again and is stopped for an hour: {Reason}")]
    private partial void LogStopped(string codec, string hash, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Codec {Codec} works again")]
    private partial void LogWorks(string codec);
}
