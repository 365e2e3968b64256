using System.Diagnostics;
using System.Runtime.CompilerServices;
using Estate.Adapters.Threads;
using Jint;

namespace Estate.Adapters.Codecs;

/// <summary>
/// Processor time, memory and depth of one message, looked at before each statement. The engine's own limits begin anew with each call
/// into it; these hold for all calls together, and are for the thread that made them. A busy computer is no fault of the codec.
/// </summary>
internal sealed class CallBounds : Constraint
{
    private readonly TimeSpan _mostUsed = ThreadTime.Used + CodecLimits.Call;
    private long _nextLook = Stopwatch.GetTimestamp() + LookEvery;
    /// <summary>By the clock, which is never behind: asking for the processor time costs more than a statement.</summary>
    private static readonly long LookEvery = (long)(CodecLimits.Call.TotalSeconds * Stopwatch.Frequency / 2);

    private readonly long _maxAllocated = GC.GetAllocatedBytesForCurrentThread() + CodecLimits.MaxBytes;

    public override void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new InsufficientExecutionStackException("it calls itself without end");
        if (Stopwatch.GetTimestamp() > _nextLook)
            LookAtTheTime();
        if (GC.GetAllocatedBytesForCurrentThread() > _maxAllocated)
            throw new InsufficientMemoryException($"it takes more than {CodecLimits.MaxBytes >> 20} MB");
    }

    private void LookAtTheTime()
    {
        if (ThreadTime.Used > _mostUsed)
            throw new TimeoutException($"it takes longer than {CodecLimits.Call.TotalMilliseconds:0} ms");
        _nextLook = Stopwatch.GetTimestamp() + LookEvery;
    }

    public override void Reset()
    {
        // Not for a further call of the same message.
    }
}
