using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>Why an order left the line without having been started.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WaitEnd>))]
public enum WaitEnd
{
    Cancelled,
    TimedOut,

    /// <summary>Its turn came and the charger did not speak: nobody behind it waits for that.</summary>
    Offline,
    Faulted,

    /// <summary>Somebody switched the socket on by hand.</summary>
    Occupied,

    /// <summary>Its limit was raised, or the feeder's lowered, so that even an empty feeder has no room for it.</summary>
    TooLarge,
}
