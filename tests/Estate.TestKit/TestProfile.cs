using Estate.Domain.Devices;

namespace Estate.TestKit;

/// <summary>A device of another make, of which only its habits matter.</summary>
public sealed record TestProfile : IDeviceProfile
{
    public string Name => "test";

    public DeviceHabits Habits { get; init; } = new();

    public bool TakesOrders { get; init; } = true;
}
