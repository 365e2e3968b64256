using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>An order in the line of a feeder. It is part of the saved state, so that a restart keeps its place.</summary>
/// <param name="Ticket">Lower is earlier; of one feeder no two that wait have the same.</param>
public sealed record ChargeWait(ChargeOrder Order, Instant AskedAt, long Ticket)
{
    private const int CoarseFrom = 10, Step = 5;

    /// <summary>By the stopwatch; null before the first tick after a restart, from which it is counted anew.</summary>
    [JsonIgnore]
    public Duration? Since { get; init; }

    /// <summary>1 is next; as of the last tick.</summary>
    [JsonIgnore]
    public int Place { get; init; }

    /// <summary>Until it is probably started; null where nobody can say.</summary>
    [JsonIgnore]
    public Duration? About { get; init; }

    /// <summary><see cref="About"/> rounded up: to the minute, beyond ten minutes to five.</summary>
    [JsonIgnore]
    public int? Minutes => About is not { } about ? null
        : Math.Max(1, (int)Math.Ceiling(about.TotalMinutes)) is var whole && whole <= CoarseFrom ? whole : (whole + Step - 1) / Step * Step;
}
