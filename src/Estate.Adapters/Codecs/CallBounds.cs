using System.Diagnostics;
using System.Runtime.CompilerServices;
using Jint;

namespace Estate.Adapters.Codecs;

/// <summary>
/// Time, memory and depth of one message, looked at before each statement. The engine's own limits begin anew with each call into it;
/// these hold for all calls together, and are for the thread that made them.
/// </summary>
internal sealed class CallBounds : Constraint
{
    private readonly long _until = Stopwatch.GetTimestamp() + (long)(CodecLimits.Call.TotalSeconds * Stopwatch.Frequency);
    private readonly long _maxAllocated = GC.GetAllocatedBytesForCurrentThread() + CodecLimits.MaxBytes;

    public override void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new InsufficientExecutionStackException("it calls itself without end");
        if (Stopwatch.GetTimestamp() > _until)
            throw new TimeoutException($"it takes longer than {CodecLimits.Call.TotalMilliseconds:0} ms");
        if (GC.GetAllocatedBytesForCurrentThread() > _maxAllocated)
            throw new InsufficientMemoryException($"it takes more than {CodecLimits.MaxBytes >> 20} MB");
    }

    public override void Reset()
    {
        // Not for a further call of the same message.
    }
}
