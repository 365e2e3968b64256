using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>Begins an order on a socket; the slice refuses where it is taken, blocked or out of sight.</summary>
/// <param name="Minutes">Bought minutes; null: as long as the board allows.</param>
public sealed record StartCharging(DeviceId Device, int Socket, string? Household, int? Minutes, double? MaxWh = null) : IDeviceRequest;

/// <summary>Ends what runs on a socket.</summary>
public sealed record StopCharging(DeviceId Device, int Socket, string Reason) : IDeviceRequest;

/// <summary>The household's card again: it ends its own.</summary>
internal sealed record StopOwn(DeviceId Device, int Socket, string Household) : IDeviceRequest;

/// <summary>
/// New limits for a board; in force once it agrees. A longest session of more than ten hours becomes a proposal.
/// </summary>
public sealed record ConfigureCharger(DeviceId Device, IReadOnlyDictionary<string, string> Values) : IDeviceRequest;

/// <summary>By somebody else than the author.</summary>
public sealed record ApproveLongSession(DeviceId Device, string Proposal) : IDeviceRequest;

public sealed record WithdrawLongSession(DeviceId Device, string Proposal) : IDeviceRequest;
