using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>
/// One closing as it went, in seconds watched: commanded to lock; found locked and shut; found otherwise; not known
/// (no sensor, or the gateway was not there). A deviation is where command and finding differed.
/// </summary>
[MayLeave("from", "watched_seconds", "told_seconds", "secured_seconds", "unsecured_seconds", "deviation_seconds")]
public sealed record ClosingWatch(Instant From, int Version)
{
    public double WatchedSeconds { get; init; }
    [JsonPropertyName("told_seconds")]
    public double CommandedSeconds { get; init; }
    public double SecuredSeconds { get; init; }
    public double UnsecuredSeconds { get; init; }
    public double DeviationSeconds { get; init; }

    /// <summary>When it was last seen closed; between two looks nobody watched.</summary>
    public Instant? SeenAt { get; init; }
    public Instant? Until { get; init; }
}
