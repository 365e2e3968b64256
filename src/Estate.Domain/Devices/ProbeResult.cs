using System.Text.Json.Serialization;

namespace Estate.Domain.Devices;

/// <summary>Why a probe brought nothing, or not all.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ProbeProblem>))]
public enum ProbeProblem
{
    None,
    NoAnswer,

    /// <summary>It is there, and does not believe who asks.</summary>
    Refused,

    /// <summary>It answered, and nobody can read it.</summary>
    Unreadable,

    /// <summary>It answered, and does not know something it was asked for.</summary>
    UnknownObject,
}

/// <summary>What asking a device over the network brought; null is what it was not asked for, or did not say.</summary>
public sealed record ProbeResult(ProbeProblem Problem)
{
    public double? RoundTripMs { get; init; }
    public double? UptimeS { get; init; }

    /// <summary>How many are connected to it.</summary>
    public double? Clients { get; init; }
    public bool? UplinkUp { get; init; }
    public double? InMbit { get; init; }
    public double? OutMbit { get; init; }

    /// <summary>Something came back, whatever it was: the way there and back is whole.</summary>
    public bool IsAnswered => Problem != ProbeProblem.NoAnswer;
}
