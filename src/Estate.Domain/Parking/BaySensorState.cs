using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>A bay sensor as last known. Immutable; unknown values are null.</summary>
public sealed record BaySensorState
{
    public BayStatus Status { get; init; } = BayStatus.Unknown;
    public Instant? StatusSince { get; init; }

    /// <summary>Confirmed: a car stands there.</summary>
    public bool? Believed { get; init; }
    public Instant? BelievedSince { get; init; }

    /// <summary>The newest report's word, which may still have to last.</summary>
    public bool? Reported { get; init; }

    /// <summary>When the newest report was so; an older one changes nothing.</summary>
    public Instant? ReportedAt { get; init; }

    /// <summary>As <see cref="ReportedAt"/>, of reports that carry no number.</summary>
    public Instant? HeartbeatAt { get; init; }

    /// <summary>Any sign of life.</summary>
    public Instant? HeardAt { get; init; }
    public Instant? HeardSavedAt { get; init; }
    public bool IsInterfered { get; init; }
    public bool IsFailed { get; init; }
    public double? BatteryPct { get; init; }

    /// <summary>By the stopwatch; nothing of it survives a restart.</summary>
    [JsonIgnore]
    public BaySensorTimers Timers { get; init; } = new();
}

/// <summary>Stopwatch readings since the gateway's start; null where nothing runs.</summary>
public sealed record BaySensorTimers
{
    public bool IsAnnounced { get; init; }
    public Duration? HeardAt { get; init; }
    public Duration? ReportedSince { get; init; }
    public ImmutableArray<Duration> Flips { get; init; } = [];
    public ImmutableArray<Duration> Resets { get; init; } = [];
}
