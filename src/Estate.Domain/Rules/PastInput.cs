using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>One piece of the past: a fact, or a measurement of a device.</summary>
public readonly record struct PastInput(Fact? Fact, Measurement? Measurement, DeviceId Speaker)
{
    /// <summary>When the gateway received it, which is also its place in the order.</summary>
    public Instant HeardAt => Fact is not null ? Fact.Time.ReceivedAt : Measurement!.At;
}
