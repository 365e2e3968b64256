using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>
/// What is known of a bay, or of what a sensor says of it. FIWARE and DATEX II know free, occupied, closed and unknown; the others say why
/// it is unknown.
/// </summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BayStatus>))]
public enum BayStatus
{
    Free,
    Occupied,

    /// <summary>Never reported, or sensors that contradict each other.</summary>
    Unknown,

    /// <summary>Silent for more than 2.5 heartbeats.</summary>
    Stale,

    /// <summary>It speaks, and is not to be believed.</summary>
    Suspect,
    Fault,

    /// <summary>By order of the property; outranks all.</summary>
    Closed,
}
