using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>
/// When something happened, when the gateway received it, and how far the first can be believed.
/// <see cref="IsTimeKnown"/> is false when the time is not known; <see cref="At"/> is then the time of receipt.
/// </summary>
public readonly record struct EventTime(
    Instant At, Instant ReceivedAt, ClockTrust Clock, [property: JsonPropertyName("is_placed")] bool IsTimeKnown = true)
{
    public static readonly Duration MaxDrift = Duration.FromMinutes(5);
    public static readonly Duration MaxAge = Duration.FromDays(400);

    /// <summary>From here on an event is history: it is recorded, but moves nothing and pages nobody.</summary>
    public static readonly Duration LateAfter = Duration.FromMinutes(10);

    /// <summary>
    /// How long before its receipt it happened, by the device's stopwatch; null for a device without one. What decides
    /// about now goes by this: a clock that is minutes off must neither open a gate nor keep it shut.
    /// </summary>
    [JsonIgnore]
    public Duration? Age { get; init; }

    /// <summary>
    /// How long, at most, it may have lain at the broker while the gateway was not connected; its device's stopwatch does not count that.
    /// What
    /// somebody did and walked away from goes by it, what may still be so (a fire) does not.
    /// </summary>
    [JsonIgnore]
    public Duration Held { get; init; }

    [JsonIgnore]
    public bool IsLate => (Age ?? ReceivedAt - At) > LateAfter;

    /// <summary>Heard as it happens.</summary>
    public static EventTime Now(Instant now, ClockTrust clock = ClockTrust.Synced) => new(now, now, clock) { Age = Duration.Zero };

    /// <summary>
    /// Decides between the device's clock and its stopwatch. A stopwatch reading (<paramref name="age"/>: how long ago,
    /// at the time of sending) is right even where the clock is years off, and overrules a clock that contradicts it.
    /// </summary>
    public static EventTime Resolve(Instant? at, ClockTrust clock, Duration? age, Instant receivedAt)
    {
        if (age is { } ago && ago >= Duration.Zero && ago <= MaxAge)
        {
            var reckoned = receivedAt - ago;
            var agrees = at is { } said && clock >= ClockTrust.Holdover && Abs(said - reckoned) <= MaxDrift;
            return (agrees ? new EventTime(at!.Value, receivedAt, clock) : new(reckoned, receivedAt, ClockTrust.Estimated)) with
            { Age = ago };
        }
        var isPlausible = at is { } told && clock > ClockTrust.Unknown
            && told >= receivedAt - MaxAge && told <= receivedAt + MaxDrift;
        return isPlausible ? new(at!.Value, receivedAt, clock) : new(receivedAt, receivedAt, ClockTrust.Unknown, IsTimeKnown: false);
    }

    private static Duration Abs(Duration value) => value < Duration.Zero ? -value : value;
}
