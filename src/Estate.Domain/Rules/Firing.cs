using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>One time a rule fired over the past. <paramref name="At"/> when it had been so for long enough.</summary>
public sealed record Firing(DeviceId Device, string Component, Severity Severity, Instant Since, Instant At)
{
    /// <summary>Null where it was still so at the end.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>Known only afterwards: nobody would have been notified.</summary>
    public bool IsLate { get; init; }
    public ImmutableArray<SeenValue> Seen { get; init; } = [];
    public Text? Words { get; init; }
}
