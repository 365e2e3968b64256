using Estate.Domain.Devices;

namespace Estate.Domain.Profiles;

/// <summary>Who speaks, when, and how it came.</summary>
/// <param name="IsRetained">The broker kept it: it is of some other time.</param>
public readonly record struct ProfileContext(DeviceSettings Settings, EventTime Time, bool IsRetained = false);
