using System.Text.Json.Serialization;

namespace Estate.Domain.Devices;

/// <summary>How far a clock can be believed (domain facts 1.3).</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ClockTrust>))]
public enum ClockTrust
{
    Unknown,

    /// <summary>From a battery clock, or reckoned from how long ago it was.</summary>
    Estimated,

    /// <summary>Was synchronised, has been running alone since.</summary>
    Holdover,

    Synced,
}
