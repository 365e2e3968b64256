namespace Estate.Domain.Devices;

/// <summary>What is known of a device's make: how it speaks, and what it can do. A device of our own protocol has none.</summary>
public interface IDeviceProfile
{
    string Name { get; }

    DeviceHabits Habits { get; }

    /// <summary>It can be ordered to do something; others are only listened to.</summary>
    bool TakesOrders { get; }
}
