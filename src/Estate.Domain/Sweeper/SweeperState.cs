using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Sweeper;

/// <summary>A sweeper as last known; null is not known.</summary>
public sealed record SweeperState
{
    public SweeperActivity? Activity { get; init; }
    public string? Zone { get; init; }
    public string? Route { get; init; }
    public double? BatteryPct { get; init; }
    public double? BinPct { get; init; }
    public bool IsBinFull { get; init; }
    public SweptRoute? LastRoute { get; init; }

    /// <summary>Somebody's, until somebody takes it back.</summary>
    public StopOrder? Stop { get; init; }

    /// <summary>Zones it must keep out of, and until when.</summary>
    public ImmutableSortedDictionary<string, Instant> Paused { get; init; } = ImmutableSortedDictionary<string, Instant>.Empty;

    /// <summary>It was ordered to stand and was not let go yet.</summary>
    public bool IsHeld { get; init; }

    /// <summary>It moves although it was ordered to stand.</summary>
    public bool IsDisobeying { get; init; }

    /// <summary>When the newest report was so.</summary>
    public Instant? At { get; init; }

    /// <summary>By the stopwatch: they begin anew with a start.</summary>
    [JsonIgnore]
    internal SweeperTimers Timers { get; init; } = new();

    [JsonIgnore]
    public bool IsMoving => Activity is SweeperActivity.Sweeping or SweeperActivity.Returning;
}

public sealed record StopOrder(string By, string Reason, Instant At);

public sealed record SweptRoute(string Route, double AreaM2, Instant At);

internal sealed record SweeperTimers
{
    /// <summary>Since when it should stand and moves.</summary>
    internal Duration? DisobeysSince { get; init; }
    internal Duration? OrderedAt { get; init; }

    /// <summary>When it was let go; null while it must stand.</summary>
    internal Duration? GoAt { get; init; }
    internal Duration? ZonesSentAt { get; init; }
}
