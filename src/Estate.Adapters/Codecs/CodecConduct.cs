namespace Estate.Adapters.Codecs;

/// <summary>
/// How codecs behave: one that fails several times in a row is not called for a while, so that it costs the others nothing, and then tried
/// with one message. By the stopwatch. For one thread.
/// </summary>
internal sealed class CodecConduct(TimeProvider time)
{
    internal const int MaxFailuresInARow = 3;
    internal static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Conduct> _codecs = [];

    /// <returns>Why it is not called; null when it is.</returns>
    internal CodecResult? RefusalOf(Codec codec) =>
        _codecs.TryGetValue(codec.Hash, out var conduct) && conduct.StoppedAt is { } at && time.GetElapsedTime(at) < Pause
            ? CodecResult.Failed(CodecFailure.Stopped, $"codec {codec.Name} is stopped, since it failed {conduct.Failures} times in a row "
                + $"({conduct.Reason}); it is tried again within {Pause.TotalMinutes:0} minutes")
            : null;

    /// <returns>What is new: it is stopped (why), or works again (null). False where nothing is.</returns>
    internal bool Note(Codec codec, CodecResult result, out string? stopped)
    {
        stopped = null;
        if (!_codecs.TryGetValue(codec.Hash, out var conduct))
            _codecs.Add(codec.Hash, conduct = new());
        if (!result.IsTheCodecs)
        {
            var wasStopped = conduct.StoppedAt is not null;
            (conduct.Failures, conduct.StoppedAt) = (0, null);
            return wasStopped;
        }
        conduct.Failures++;
        conduct.Reason = result.Text;
        if (conduct.Failures < MaxFailuresInARow)
            return false;
        var isNews = conduct.StoppedAt is null;
        conduct.StoppedAt = time.GetTimestamp();
        stopped = result.Text ?? "";
        return isNews;
    }

    private sealed class Conduct
    {
        internal int Failures { get; set; }
        internal long? StoppedAt { get; set; }
        internal string? Reason { get; set; }
    }
}
