using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>One order on one socket, from the wish to the last reading.</summary>
public sealed record ChargeSession(ChargeOrder Order, Instant AskedAt)
{
    public SessionPhase Phase { get; init; } = SessionPhase.Preparing;

    /// <summary>Null before it charges.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>Of the last fact recorded about it; -1 before the first.</summary>
    public int Seq { get; init; } = -1;
    public EnergyMeter Energy { get; init; } = new();

    /// <summary>What was metered, by its price; null where prices are the same at all hours.</summary>
    public IReadOnlyList<PricedEnergy>? Priced { get; init; }
    public PowerCurve Curve { get; init; } = new();

    /// <summary>Charging time so far, by the stopwatch, as last saved; and what is left of what was bought.</summary>
    public Duration Elapsed { get; init; }
    public Duration Left { get; init; } = Order.Bought;

    /// <summary>Set once it shall end.</summary>
    public StopReason? Reason { get; init; }
    public string? StoppedBy { get; init; }

    /// <summary>Since when what ended it was so: the last power before the plug was out, the first below full.</summary>
    public Instant? ReasonSince { get; init; }

    [JsonIgnore]
    public SessionTimers Timers { get; init; } = new();

    public bool IsCharging => Phase is SessionPhase.Charging or SessionPhase.SuspendedEv;
}
