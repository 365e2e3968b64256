using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Network;

/// <summary>What a box of the network says of itself, or a probe found; null is not said.</summary>
public sealed record NetworkReading : IReading
{
    internal const double MaxUptimeS = 1e10, MaxClients = 100_000, MaxMbit = 1_000_000, MaxRoundTripMs = 60_000;

    public double? UptimeS { get; init; }

    /// <summary>How many are connected to it: a number, never who.</summary>
    public double? Clients { get; init; }

    /// <summary>Of what it sends upwards, as the box itself counts it; of probes the gateway counts.</summary>
    public double? LossPct { get; init; }
    public double? RoundTripMs { get; init; }
    public double? InMbit { get; init; }
    public double? OutMbit { get; init; }
    public bool? UplinkUp { get; init; }

    /// <summary>How a probe ended; null where it speaks by itself.</summary>
    [JsonIgnore]
    public ProbeProblem? Probe { get; init; }

    public Rejection? Fault =>
        Beyond("uptime_s", UptimeS, MaxUptimeS) ?? Beyond("clients", Clients, MaxClients) ?? Beyond("loss_pct", LossPct, 100)
        ?? Beyond("round_trip_ms", RoundTripMs, MaxRoundTripMs) ?? Beyond("in_mbit", InMbit, MaxMbit)
        ?? Beyond("out_mbit", OutMbit, MaxMbit)
        ?? (Clients is { } clients && clients != Math.Floor(clients)
            ? new Rejection(RejectReason.BadMember, "clients is a whole number") : null);

    /// <summary>A figure that cannot be is none, and the box is not read well.</summary>
    internal static NetworkReading Of(ProbeResult result)
    {
        var reading = new NetworkReading
        {
            UptimeS = Within(result.UptimeS, MaxUptimeS),
            Clients = Within(result.Clients, MaxClients),
            RoundTripMs = Within(result.RoundTripMs, MaxRoundTripMs),
            InMbit = Within(result.InMbit, MaxMbit),
            OutMbit = Within(result.OutMbit, MaxMbit),
            UplinkUp = result.UplinkUp,
            Probe = result.Problem,
        };
        var isWhole = (reading.UptimeS, reading.Clients) == (result.UptimeS, result.Clients);
        return isWhole || result.Problem != ProbeProblem.None ? reading : reading with { Probe = ProbeProblem.Unreadable };
    }

    private static double? Within(double? value, double max) => value >= 0 && value <= max ? value : null;

    private static Rejection? Beyond(string name, double? value, double max) => value is null || Within(value, max) is not null ? null
        : new(RejectReason.BadMember, FormattableString.Invariant($"{name} is 0 to {max:0}"));
}

/// <summary>The box's messages as JSON.</summary>
[JsonSerializable(typeof(NetworkReading))]
internal sealed partial class NetworkWire : JsonSerializerContext
{
    internal static NetworkWire Reader { get; } = new(WireOptions.With());
}
