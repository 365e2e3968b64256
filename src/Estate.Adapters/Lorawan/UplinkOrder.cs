using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Lorawan;

/// <summary>
/// When an uplink was so. The clocks of the radio gateways and servers it came through are hints: order is by receipt, and by the frame's
/// number where it has one. A time beyond ten minutes ago means that the uplink was kept somewhere; a frame that was sent after another is
/// never older than it.
/// </summary>
internal sealed class UplinkOrder
{
    private const int Remembered = 8;

    /// <summary>Frames overtake each other by so many, and within so long; further back the sensor has begun to count anew.</summary>
    private const int Overtaking = 16;
    private static readonly Duration OvertakingWithin = Duration.FromMinutes(1);
    private static readonly Duration JustBefore = Duration.FromMilliseconds(1);

    private readonly Dictionary<string, Heard> _last = [];

    /// <returns>Null for a frame that was heard before, however long ago.</returns>
    internal EventTime? Place(NetworkUplink uplink, Instant receivedAt)
    {
        var known = _last.GetValueOrDefault(uplink.DevEui);
        // A number of 0 is no number: sensors exist that send no other.
        var number = uplink.Counter is > 0 ? uplink.Counter : null;
        var frame = new Frame(uplink.Address, number ?? 0, uplink.Payload.Port, Convert.ToHexString(uplink.Payload.Bytes));
        if (number is not null && known?.Recent.Contains(frame) == true)
            return null;
        var time = TimeOf(uplink.At, receivedAt);
        if (known is not null && number is { } now && known.Number is { } before && known.Address == uplink.Address)
        {
            if (now > before && time.At < known.At)
                time = Dated(known.At, receivedAt);
            else if (now < before && before - now <= Overtaking && receivedAt - known.ReceivedAt <= OvertakingWithin)
                return Dated(Instant.Min(time.At, known.At - JustBefore), receivedAt);
        }
        var recent = known?.Recent ?? new();
        if (number is not null)
            recent.Enqueue(frame);
        if (recent.Count > Remembered)
            recent.Dequeue();
        _last[uplink.DevEui] = new(uplink.Address, number, time.At, receivedAt, recent);
        return time;
    }

    private static EventTime TimeOf(Instant? said, Instant receivedAt) => said is { } at && receivedAt - at > EventTime.LateAfter
        ? EventTime.Resolve(at, ClockTrust.Estimated, null, receivedAt) : EventTime.Now(receivedAt);

    private static EventTime Dated(Instant at, Instant receivedAt) =>
        new(at, receivedAt, ClockTrust.Estimated) { Age = Duration.Max(Duration.Zero, receivedAt - at) };

    private sealed record Heard(string? Address, long? Number, Instant At, Instant ReceivedAt, Queue<Frame> Recent);

    private readonly record struct Frame(string? Address, long Number, int Port, string Payload);
}
