using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>Cars that passed the entry; <paramref name="Direction"/> is in or out.</summary>
public sealed record Passage(PassageDirection Direction, int Cars = 1) : IReading
{
    private const int MaxCars = 50;

    public Rejection? Fault => Cars is >= 1 and <= MaxCars ? null : new(RejectReason.BadMember, $"cars is 1 to {MaxCars}");
}
