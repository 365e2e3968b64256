using System.Text.Json.Serialization;

namespace Estate.Domain.Devices;

/// <summary>How far a clock can be believed (domain facts 1.3).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClockTrust>))]
public enum ClockTrust
{
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>From a battery clock, or reckoned from how long ago it was.</summary>
    [JsonStringEnumMemberName("estimated")]
    Estimated,

    /// <summary>Was synchronised, has been running alone since.</summary>
    [JsonStringEnumMemberName("holdover")]
    Holdover,

    [JsonStringEnumMemberName("synced")]
    Synced,
}
