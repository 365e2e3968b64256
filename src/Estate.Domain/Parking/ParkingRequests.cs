using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>From a sensor to its lot; nobody else asks this.</summary>
internal sealed record ReportBay(DeviceId Device, SensedBay Word) : IDeviceRequest;

/// <summary>The sensor hangs elsewhere now: what it said was of another bay.</summary>
internal sealed record ForgetBay(DeviceId Device) : IDeviceRequest;

/// <summary>From a counter to its lot: so many in (or out, negative).</summary>
internal sealed record CountPassage(DeviceId Device, int Cars) : IDeviceRequest;

/// <summary>From the lot to a sign: the free spaces.</summary>
internal sealed record ShowSpaces(DeviceId Device, ZoneCounts Counts) : IDeviceRequest;

/// <summary>Shows a text for so many seconds instead of the number; at most 16 letters and 10 minutes.</summary>
public sealed record Announce(DeviceId Device, string Text, int Seconds) : IDeviceRequest;

/// <summary>Takes a bay out of use: painting, a fallen branch, a ceremony.</summary>
public sealed record CloseBay(DeviceId Device, string Bay, string Reason) : IDeviceRequest;

public sealed record ReopenBay(DeviceId Device, string Bay) : IDeviceRequest;

/// <summary>A permit for a car of a household; days for rented flats and visitors.</summary>
public sealed record IssuePermit(DeviceId Device, string Household, PermitClass Class, int? Days) : IDeviceRequest;

public sealed record EndPermit(DeviceId Device, string Permit) : IDeviceRequest;

/// <summary>The committee's rules from a local time on; version, time and author are filled in.</summary>
public sealed record DecideParkingRules(DeviceId Device, PermitPolicy Policy, NodaTime.LocalDateTime EffectiveFrom) : IDeviceRequest;

/// <summary>The sensor was mounted on another bay; a new version of the map.</summary>
public sealed record MoveSensor(DeviceId Device, DeviceId Sensor, string Bay) : IDeviceRequest;

/// <summary>Somebody stands at the bay and says what is true, in passing or at the moment a car came or left.</summary>
public sealed record AuditBay(DeviceId Device, string Bay, bool IsOccupied, bool IsChange = false) : IDeviceRequest;

public sealed record UndoAuditedBay(DeviceId Device, string Bay, bool IsChange = false) : IDeviceRequest;

public sealed record EndBayAudit(DeviceId Device) : IDeviceRequest;
