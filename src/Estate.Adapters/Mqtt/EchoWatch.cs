using System.Globalization;
using System.Text;

namespace Estate.Adapters.Mqtt;

/// <summary>Proof that what we publish reaches our own subscription; of one connection.</summary>
internal sealed class EchoWatch(TimeProvider time, TimeSpan interval)
{
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sentAt;
    private volatile byte[]? _awaited;

    internal Task Heard => _heard.Task;

    internal bool HasComeBack => _heard.Task.IsCompleted;

    internal bool IsDue => _awaited is null && (_sentAt == 0 || time.GetElapsedTime(_sentAt) >= interval);

    /// <summary>Two intervals without our own echo: the subscription is not working, whatever the socket says.</summary>
    internal bool IsLost => _awaited is not null && time.GetElapsedTime(_sentAt) >= interval * 2;

    /// <summary>Never the same twice: the session may still bring an echo of the connection before.</summary>
    internal byte[] Next()
    {
        _sentAt = time.GetTimestamp();
        return _awaited = Encoding.ASCII.GetBytes(_sentAt.ToString(CultureInfo.InvariantCulture));
    }

    internal void Accept(byte[] payload)
    {
        if (_awaited is not { } awaited || !payload.AsSpan().SequenceEqual(awaited))
            return;
        _awaited = null;
        _heard.TrySetResult();
    }
}
