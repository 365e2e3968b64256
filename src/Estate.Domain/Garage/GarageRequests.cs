using Estate.Domain.Devices;

namespace Estate.Domain.Garage;

/// <summary>A household may come in; without days until it is ended.</summary>
public sealed record IssueBikePermit(DeviceId Device, string Household, int? Days) : IDeviceRequest;

public sealed record EndBikePermit(DeviceId Device, string Permit) : IDeviceRequest;

/// <summary>Somebody walked through and counted all.</summary>
public sealed record CountBikes(DeviceId Device, int Bicycles, int EBikes) : IDeviceRequest;

/// <summary>An abandoned bicycle was taken away; <paramref name="Bike"/> is its number on the staff's list.</summary>
public sealed record TakeBikeAway(DeviceId Device, string Bike, string Reason) : IDeviceRequest;
