using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Garage;

/// <summary>What stands in a garage for bicycles (非机动车库); each type has its places.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BikeType>))]
public enum BikeType
{
    Bicycle,
    EBike,
}

/// <summary>Through the door.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BikeDirection>))]
internal enum BikeDirection
{
    In,
    Out,
}
