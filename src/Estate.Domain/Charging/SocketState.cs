using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>One socket: what was ordered of it and what it last said.</summary>
public sealed record SocketState(int Number)
{
    public ChargeSession? Session { get; init; }

    /// <summary>Ordered, and waiting for room on the feeder; never beside a session that was ordered here.</summary>
    public ChargeWait? Wait { get; init; }

    [JsonIgnore]
    public SocketReading? Last { get; init; }

    /// <summary>By the stopwatch.</summary>
    [JsonIgnore]
    public Duration? HeardAt { get; init; }

    /// <summary>Power can flow and nobody ordered it, since.</summary>
    [JsonIgnore]
    public Duration? StraySince { get; init; }

    [JsonIgnore]
    public Duration? CutAt { get; init; }

    [JsonIgnore]
    public Duration? OverSince { get; init; }

    [JsonIgnore]
    public (Duration At, double PowerW, SocketStatus Status)? Exported { get; init; }
}
