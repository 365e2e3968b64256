using Estate.Domain.Devices;

namespace Estate.Domain.Sweeper;

/// <summary>It stands at once and until somebody lets it go. Anybody may ask: to stop is always safe.</summary>
public sealed record StopSweeper(DeviceId Device, string Reason) : IDeviceRequest;

/// <summary>A person has looked: it may go on.</summary>
public sealed record LetSweeperGo(DeviceId Device, string Reason) : IDeviceRequest;

/// <summary>It keeps out of a zone for so many minutes, such as the way to school before eight.</summary>
public sealed record PauseSweeperZone(DeviceId Device, string Zone, int Minutes) : IDeviceRequest;

public sealed record OpenSweeperZone(DeviceId Device, string Zone) : IDeviceRequest;
