using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

[JsonConverter(typeof(SnakeCaseEnumConverter<PassageDirection>))]
public enum PassageDirection
{
    In,
    Out,
}
