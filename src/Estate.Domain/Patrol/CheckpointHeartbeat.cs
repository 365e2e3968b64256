using Estate.Domain.Devices;

namespace Estate.Domain.Patrol;

/// <summary>It is there; at least each half hour.</summary>
internal sealed record CheckpointHeartbeat : CheckpointReading
{
    public double? BatteryPct { get; init; }

    public override Rejection? Fault =>
        BatteryPct is null or (>= 0 and <= 100) ? null : new(RejectReason.BadMember, "battery_pct is 0 to 100");
}
