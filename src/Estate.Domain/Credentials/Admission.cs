using Estate.Domain.Devices;

namespace Estate.Domain.Credentials;

/// <summary>
/// From a door whose cards need a permit, to what keeps the permits: may this household come in? The answer is an
/// <see cref="Admission"/> in the same step; without one the door stays shut.
/// </summary>
internal sealed record AskAdmission(DeviceId Device, DeviceId Door, CardToken Card, string Household) : IDeviceRequest;

/// <summary>To the door that asked.</summary>
internal sealed record Admission(DeviceId Device, CardToken Card, bool IsAdmitted) : IDeviceRequest;
