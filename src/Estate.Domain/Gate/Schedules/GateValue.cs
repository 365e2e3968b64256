using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Gate.Schedules;

/// <summary>What a schedule says of an instant; what each means is the version's own <see cref="GateAccess"/>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<GateValue>))]
public enum GateValue
{
    Open,
    Closed,
}
