using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>
/// What a bay sensor says, at a change, at every heartbeat and after a reset: always its whole state, so that a lost change
/// heals. <paramref name="Occupied"/> is null where it is not known.
/// </summary>
public sealed record BayReport(bool? Occupied) : IReading
{
    /// <summary>Strong magnetic interference.</summary>
    public bool Interference { get; init; }

    /// <summary>The detector is broken.</summary>
    public bool Failed { get; init; }
    public double? BatteryPct { get; init; }
    public double? BatteryV { get; init; }
    public double? TemperatureC { get; init; }

    /// <summary>Present after a reset: watchdog, power_on, system_request or other.</summary>
    public string? ResetCause { get; init; }
    public string? Firmware { get; init; }

    public bool IsFlagged => Occupied is null || Interference || Failed;

    public Rejection? Fault =>
        BatteryPct is not (null or (>= 0 and <= 100)) ? new(RejectReason.BadMember, "battery_pct is 0 to 100")
        : BatteryV is not (null or (>= 0 and <= 60)) ? new(RejectReason.BadMember, "battery_v is 0 to 60")
        : TemperatureC is not (null or (>= -60 and <= 125)) ? new(RejectReason.BadMember, "temperature_c is -60 to 125")
        : ResetCause is { Length: > 40 } || Firmware is { Length: > 40 }
            ? new(RejectReason.BadMember, "reset_cause and firmware have at most 40 letters")
        : null;
}
