using System.Threading.Channels;

namespace Estate.Adapters.Codecs;

/// <summary>
/// Makers' codecs, away from everything else: a bounded line of messages in front of one thread, which asks the process they run in. What a
/// codec does costs no one but the messages of codecs.
/// </summary>
public sealed class CodecHost : IDisposable
{
    /// <summary>At most so many wait: at 100 ms each, none longer than a radio sensor's own period.</summary>
    public const int MaxWaiting = 256;

    /// <summary>Of people who try a codec, who see that they are too many.</summary>
    private const int MaxTrials = 4;

    private readonly Channel<Work> _waiting = Channel.CreateUnboundedPrioritized(new UnboundedPrioritizedChannelOptions<Work>
    {
        SingleReader = true,
        Comparer = Comparer<Work>.Create((one, other) => (one.Rank, one.Number).CompareTo((other.Rank, other.Number))),
    });

    private readonly CodecProgram _program;
    private readonly CodecConduct _conduct;
    private readonly Action<Codec, string?> _conductChanged;
    private readonly Thread _thread;
    private long _last;
    private int _trials;

    /// <param name="conductChanged">Told, on the host's thread, of a codec that is stopped (why) or works again (null).</param>
    public CodecHost(CodecProgram program, TimeProvider time, Action<Codec, string?> conductChanged)
    {
        (_program, _conduct, _conductChanged) = (program, new(time), conductChanged);
        _thread = new(RunAll) { IsBackground = true, Name = "codecs" };
    }

    public int Waiting => _waiting.Reader.Count;

    /// <summary>Any thread. What is to be encoded overtakes what is to be decoded.</summary>
    /// <param name="done">Called on the host's thread, in the order of the calls.</param>
    /// <returns>False where too many wait; nothing is called then.</returns>
    public bool Offer(Codec codec, CodecCall call, Action<CodecResult> done)
    {
        return Waiting < (call.IsEncoding ? 2 : 1) * MaxWaiting
            && TryPut(new(Interlocked.Increment(ref _last), codec, call, done) { Rank = call.IsEncoding ? Rank.Order : Rank.Uplink });
    }

    /// <summary>
    /// For somebody who looks at what a codec makes of a message: behind all others, and no failure counts against the codec.
    /// </summary>
    /// <inheritdoc cref="Offer"/>
    public bool OfferTrial(Codec codec, CodecCall call, Action<CodecResult> done)
    {
        if (Interlocked.Increment(ref _trials) <= MaxTrials && TryPut(new(Interlocked.Increment(ref _last), codec, call, result =>
            {
                Interlocked.Decrement(ref _trials);
                done(result);
            })
        { Rank = Rank.Trial }))
            return true;
        Interlocked.Decrement(ref _trials);
        return false;
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        if (_thread.IsAlive)
            _thread.Join();
    }

    private bool TryPut(Work work)
    {
        if (!_waiting.Writer.TryWrite(work))
            return false;
        // With the first message, so that who has no codec has no thread for one.
        if (!_thread.IsAlive)
            Start();
        return true;
    }

    private void Start()
    {
        lock (_waiting)
            if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
                _thread.Start();
    }

    private void RunAll()
    {
        using var process = new CodecProcess(_program);
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            while (_waiting.Reader.TryRead(out var work))
                work.Done(Run(process, work));
    }

    private CodecResult Run(CodecProcess process, Work work)
    {
        // One order that a codec cannot write must not keep it from writing another, such as a cut: who gives orders counts those.
        if (work.Rank != Rank.Uplink)
            return process.Run(work.Codec, work.Call);
        if (_conduct.RefusalOf(work.Codec) is { } refusal)
            return refusal;
        var result = process.Run(work.Codec, work.Call);
        if (_conduct.Note(work.Codec, result, out var stopped))
            _conductChanged(work.Codec, stopped);
        return result;
    }

    /// <summary>Whose turn is first: somebody waits for an order, or for a socket to be cut.</summary>
    private enum Rank
    {
        Order,
        Uplink,
        Trial,
    }

    private sealed record Work(long Number, Codec Codec, CodecCall Call, Action<CodecResult> Done)
    {
        public required Rank Rank { get; init; }
    }
}
