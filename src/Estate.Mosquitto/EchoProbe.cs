using System.Globalization;
using System.Text;

namespace Estate.Mosquitto;

/// <summary>Proof that what we publish reaches our own subscription. Used by the loop thread only.</summary>
internal sealed class EchoProbe(TimeProvider time, TimeSpan interval)
{
    private long _sentAt;
    private long _number;
    private bool _awaiting;

    internal void Reset() => (_awaiting, _sentAt) = (false, 0);

    internal bool IsDue => !_awaiting && (_sentAt == 0 || time.GetElapsedTime(_sentAt) >= interval);

    /// <summary>Two intervals without our own echo: the subscription is not working, whatever the socket says.</summary>
    internal bool IsLost => _awaiting && time.GetElapsedTime(_sentAt) >= interval * 2;

    internal byte[] Next()
    {
        (_awaiting, _sentAt) = (true, time.GetTimestamp());
        return Encoding.ASCII.GetBytes((++_number).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>True when this payload is the echo waited for.</summary>
    internal bool Accept(ReadOnlySpan<byte> payload)
    {
        if (!_awaiting || !long.TryParse(payload, CultureInfo.InvariantCulture, out var number) || number != _number)
            return false;
        _awaiting = false;
        return true;
    }
}
