using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Points;

/// <summary>What counts as having sorted.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Evidence>))]
public enum Evidence
{
    /// <summary>Waste weighed in after the tap.</summary>
    Deposit,

    /// <summary>The tap alone, for stations without lids or scales.</summary>
    Tap,
}
