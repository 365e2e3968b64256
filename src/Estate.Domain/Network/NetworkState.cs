using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Network;

/// <summary>A box of the network as last known; null is unknown, or what it does not say.</summary>
public sealed record NetworkState
{
    /// <summary>By its probes; null where it speaks by itself, or was not asked yet.</summary>
    public bool? IsReachable { get; init; }

    /// <summary>Since when that is so.</summary>
    public Instant? ReachSince { get; init; }
    public ProbeProblem? Probe { get; init; }
    public double? UptimeS { get; init; }
    public int? Clients { get; init; }

    /// <summary>Of what the box sent upwards, or of the last probes.</summary>
    public float? LossPct { get; init; }
    public float? RoundTripMs { get; init; }
    public float? InMbit { get; init; }
    public float? OutMbit { get; init; }
    public bool? UplinkUp { get; init; }
    public bool IsLossy { get; init; }
    public Instant? RestartedAt { get; init; }

    /// <summary>When it was so; what is older changes nothing.</summary>
    public Instant? At { get; init; }

    /// <summary>When it said its uptime, by the stopwatch; null since a start.</summary>
    [JsonIgnore]
    internal Duration? HeardAt { get; init; }

    /// <summary>It begins anew with a start.</summary>
    [JsonIgnore]
    internal ProbeWindow Probes { get; init; }
}
