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

    private readonly Channel<Work> _waiting = Channel.CreateBounded<Work>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly CodecProgram _program;
    private readonly CodecConduct _conduct;
    private readonly Action<Codec, string?> _conductChanged;
    private readonly Thread _thread;

    /// <param name="conductChanged">Told, on the host's thread, of a codec that is stopped (why) or works again (null).</param>
    public CodecHost(CodecProgram program, TimeProvider time, Action<Codec, string?> conductChanged)
    {
        (_program, _conduct, _conductChanged) = (program, new(time), conductChanged);
        _thread = new(RunAll) { IsBackground = true, Name = "codecs" };
    }

    public int Waiting => _waiting.Reader.Count;

    /// <summary>Any thread.</summary>
    /// <param name="done">Called on the host's thread, in the order of the calls.</param>
    /// <returns>False where too many wait; nothing is called then.</returns>
    public bool Offer(Codec codec, CodecCall call, Action<CodecResult> done)
    {
        if (!_waiting.Writer.TryWrite(new(codec, call, done)))
            return false;
        // With the first message, so that who has no codec has no thread for one.
        if (!_thread.IsAlive)
            Start();
        return true;
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        if (_thread.IsAlive)
            _thread.Join();
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
        if (_conduct.RefusalOf(work.Codec) is { } refusal)
            return refusal;
        var result = process.Run(work.Codec, work.Call);
        if (_conduct.Note(work.Codec, result, out var stopped))
            _conductChanged(work.Codec, stopped);
        return result;
    }

    private sealed record Work(Codec Codec, CodecCall Call, Action<CodecResult> Done);
}
