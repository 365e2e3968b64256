using System.Diagnostics;

namespace Estate.Adapters.Codecs;

/// <summary>
/// A process for codecs, as large as it is allowed to be and ended from outside when it does not answer: an engine has requests for memory,
/// loops and recursions that its own limits do not see, and one of them would end the gateway. Begun with the first message, and again
/// after each that ended it. For one thread.
/// </summary>
internal sealed class CodecProcess(CodecProgram program) : IDisposable
{
    /// <summary>Beyond it the process begins anew, without those nobody uses any more.</summary>
    private const int MaxCodecs = 64;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, int> _numbers = [];
    private Process? _process;
    private BinaryWriter? _to;
    private BinaryReader? _from;
    private volatile bool _isOverdue;

    internal int? Id => _process?.Id;

    /// <summary>How often one was begun.</summary>
    internal int Starts { get; private set; }

    internal CodecResult Run(Codec codec, CodecCall call)
    {
        if (call.Problem is { } problem)
            return CodecResult.Failed(CodecFailure.BadInput, problem);
        try
        {
            if (_process is null || _numbers.Count >= MaxCodecs)
                Begin();
            var (number, prepared) = NumberOf(codec);
            return prepared is { IsGood: false } ? prepared.Value : Ask(CodecLimits.CallFromOutside, to => to.Write(number, call));
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // The end of the stream is an IOException as well.
            var wasStarted = _process is not null;
            End();
            return _isOverdue ? CodecResult.Failed(CodecFailure.TookTooLong,
                    "it did not return and was ended")
                : CodecResult.Failed(CodecFailure.Crashed, wasStarted ? "it ended the process of the codecs"
                    : $"the process of the codecs cannot be started: {failure.Message}");
        }
    }

    public void Dispose() => End();

    private (int Number, CodecResult? Prepared) NumberOf(Codec codec)
    {
        var key = $"{codec.Hash} {codec.Entry} {codec.Name}";
        if (_numbers.TryGetValue(key, out var number))
            return (number, null);
        number = _numbers.Count + 1;
        var prepared = Ask(CodecLimits.Start, to => to.Write(number, codec));
        if (prepared.IsGood)
            _numbers.Add(key, number);
        return (number, prepared);
    }

    private CodecResult Ask((TimeSpan OfAProcessor, TimeSpan ByTheClock) atMost, Action<BinaryWriter> question)
    {
        var (process, began) = (_process!, Stopwatch.GetTimestamp());
        var most = UsedBy(process) + atMost.OfAProcessor;
        using var watch = new Timer(_ =>
        {
            if (UsedBy(process) > most || Stopwatch.GetElapsedTime(began) > atMost.ByTheClock)
                Overdue(process);
        }, null, LookEvery, LookEvery);
        question(_to!);
        return _from!.ReadResult();
    }

    private void Overdue(Process process)
    {
        _isOverdue = true;
        Kill(process);
    }

    private static TimeSpan UsedBy(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            // It has ended; whoever reads from it notices.
            return TimeSpan.Zero;
        }
    }

    private void Begin()
    {
        End();
        _isOverdue = false;
        _process = program.Start();
        Starts++;
        _to = new(new BufferedStream(_process.StandardInput.BaseStream));
        _from = new(new BufferedStream(_process.StandardOutput.BaseStream));
        Ask(CodecLimits.Start, _ => { });
    }

    private void End()
    {
        if (_process is not { } process)
            return;
        Kill(process);
        process.WaitForExit();
        process.Dispose();
        _process = null;
        _numbers.Clear();
    }

    private static void Kill(Process? process)
    {
        try
        {
            process?.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended, and is no more.
        }
    }
}
