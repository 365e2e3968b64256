using NodaTime;

namespace Estate.Adapters.Lorawan;

/// <summary>
/// Tells a frame received twice from a value sent twice. Several gateways, or a network server that stores a frame twice,
/// deliver the same payload within milliseconds; a sensor that repeats a value does so seconds or hours later. Neither the
/// payload nor the frame counter alone is enough.
/// </summary>
internal sealed class UplinkDeduplicator
{
    /// <summary>Network servers collect the copies of a frame for about 200 ms; the shortest real repeat seen is 9.5 s.</summary>
    public static readonly Duration SameFrame = Duration.FromMilliseconds(500);

    private readonly Dictionary<string, NetworkUplink> _last = [];

    public bool IsDuplicate(NetworkUplink uplink)
    {
        var isDuplicate = _last.TryGetValue(uplink.DevEui, out var last)
            && uplink.At is { } at && last.At is { } before && Abs(at - before) <= SameFrame
            && uplink.Payload.Port == last.Payload.Port && uplink.Payload.Bytes.AsSpan().SequenceEqual(last.Payload.Bytes);
        if (!isDuplicate)
            _last[uplink.DevEui] = uplink;
        return isDuplicate;
    }

    public void Forget(string devEui) => _last.Remove(devEui);

    private static Duration Abs(Duration value) => value < Duration.Zero ? -value : value;
}
