using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>What a sensor last said to its lot. <paramref name="Bay"/> is where the inventory has it.</summary>
public sealed record SensedBay(DeviceId Sensor, string Bay, string Zone, BayStatus Status, Instant? Since);
