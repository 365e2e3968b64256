using System.Text.Json.Serialization;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;

namespace Estate.Domain.Garage;

/// <summary>What the box at a garage's door says.</summary>
public abstract record GarageReading : IReading
{
    public abstract Rejection? Fault { get; }
}

/// <summary>Bicycles through the door; without a type it made out none, without a tag it read none.</summary>
internal sealed record BikesPassing(BikeDirection Direction, int Count = 1) : GarageReading
{
    private const int Most = 20;

    public BikeType? Bike { get; init; }
    public CardToken? Tag { get; init; }

    public override Rejection? Fault => Count is < 1 or > Most ? new(RejectReason.BadMember, $"count is 1 to {Most}")
        : Tag is not null && Count > 1 ? new(RejectReason.BadMember, "a tag is of one bicycle; count is 1") : null;
}

/// <summary>All that stand inside, as a camera over the racks sees them.</summary>
internal sealed record BikesStanding(int Bicycles, int EBikes, int Unknown = 0) : GarageReading
{
    internal const int Most = 10_000;

    public override Rejection? Fault => IsNumber(Bicycles) && IsNumber(EBikes) && IsNumber(Unknown) ? null
        : new(RejectReason.BadMember, $"bicycles, e_bikes and unknown are 0 to {Most}");

    private static bool IsNumber(int count) => count is >= 0 and <= Most;
}

/// <summary>The box's messages as JSON; tags are hashed while they are read.</summary>
[JsonSerializable(typeof(BikesPassing))]
[JsonSerializable(typeof(BikesStanding))]
internal sealed partial class GarageWire : JsonSerializerContext
{
    internal static GarageWire With(CardHasher hasher) => new(WireOptions.With(hasher.WireConverter()));
}
