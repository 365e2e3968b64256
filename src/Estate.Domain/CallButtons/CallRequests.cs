using Estate.Domain.Devices;

namespace Estate.Domain.CallButtons;

/// <summary>Somebody was there: what it was, and that it is over.</summary>
public sealed record EndHelp(DeviceId Device, string Outcome) : IDeviceRequest;

/// <summary>By staff, for somebody who cannot.</summary>
public sealed record CancelTaxi(DeviceId Device) : IDeviceRequest;

/// <summary>The household holds this number ready; without its consent nothing is kept.</summary>
public sealed record NameFamily(DeviceId Device, string Household, string Phone, bool Consents) : IDeviceRequest;

public sealed record ForgetFamily(DeviceId Device, string Household) : IDeviceRequest;

/// <summary>The number of the household that calls for help now; that it was looked at is recorded.</summary>
public sealed record ShowFamily(DeviceId Device) : IDeviceRequest;
