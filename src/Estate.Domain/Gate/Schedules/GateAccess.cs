using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Gate.Schedules;

/// <summary>Who may come in. Nobody is ever kept from leaving.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<GateAccess>))]
public enum GateAccess
{
    /// <summary>The gate is unlocked.</summary>
    Free,

    /// <summary>Locked; a registered card opens.</summary>
    CardRequired,

    /// <summary>Locked; no card opens.</summary>
    NobodyIn,
}
