using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Alerts;

/// <summary>Where an alert stands. Pending ones wait for their delay and are shown to nobody.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<AlertState>))]
public enum AlertState
{
    Pending,
    Open,
    Acknowledged,

    /// <summary>Over, but nobody has said that they saw it, or it is latched.</summary>
    Cleared,
    Closed,
}
