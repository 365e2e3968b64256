using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>Of the walk of that number, at that bay.</summary>
/// <param name="IsChange">At the moment a car came or left; otherwise in passing.</param>
public abstract record BayAuditFact(DeviceId Device, EventTime Time, int Audit, string Bay, bool IsChange) : ParkingFact(Device, Time)
{
    [JsonIgnore]
    public override string CorrelationId => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"bay-audit-{Audit}");
}

/// <summary>What somebody saw; <paramref name="Said"/> is what the car park said then, by that sensor.</summary>
/// <param name="Sensor">Null: the bay has none.</param>
public sealed record BayAudited(
    DeviceId Device, EventTime Time, int Audit, string Bay, bool IsChange, bool IsOccupied, BayStatus Said, string? Sensor, string By)
    : BayAuditFact(Device, Time, Audit, Bay, IsChange);

/// <summary>The newest tick of that kind at that bay was a mistake.</summary>
public sealed record BayTickUndone(DeviceId Device, EventTime Time, int Audit, string Bay, bool IsChange, string By)
    : BayAuditFact(Device, Time, Audit, Bay, IsChange);

/// <summary>What was wrong at a tick is right now, so many seconds after it.</summary>
public sealed record BayTickFollowed(DeviceId Device, EventTime Time, int Audit, string Bay, bool IsChange, double Seconds)
    : BayAuditFact(Device, Time, Audit, Bay, IsChange);

/// <summary>The next tick begins another walk.</summary>
internal sealed record BayAuditEnded(DeviceId Device, EventTime Time, int Audit, int Ticks, string By) : ParkingFact(Device, Time);
