using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Lifts;

/// <summary>What is heard of a lift.</summary>
public abstract record LiftReading : IReading
{
    /// <summary>Somebody may be trapped.</summary>
    public abstract bool IsUrgent { get; }
}

/// <summary>
/// What a lift's monitor says, at a change and at every heartbeat: always its whole state, so that a lost change heals. The members are
/// the properties of BACnet's lift object (ANSI/ASHRAE 135, clause 12.59), with units in their names.
/// </summary>
/// <param name="CarPosition">The landing, counted from 1 at the lowest; null where it is not known.</param>
internal sealed record LiftReport(int? CarPosition, CarDirection CarMovingDirection, CarDoorStatus CarDoorStatus) : LiftReading
{
    /// <summary>The car's floor is level with a landing; null where the monitor cannot tell.</summary>
    public bool? CarDoorZone { get; init; }
    public double? CarLoadKg { get; init; }

    /// <summary>Normal where it is left out.</summary>
    public CarMode? CarMode { get; init; }

    /// <summary>Somebody in the car presses the alarm.</summary>
    public bool PassengerAlarm { get; init; }
    public ImmutableArray<LiftFault> FaultSignals { get => field.IsDefault ? [] : field; init; }

    /// <summary>Somebody is in the car, by a sensor of its own (GB/T 24476); null without one.</summary>
    public bool? Occupied { get; init; }

    /// <summary>Ever travelled, by the controller's counter.</summary>
    public long? Trips { get; init; }

    public override bool IsUrgent => PassengerAlarm || FaultSignals.Contains(LiftFault.CarStoppedOutsideLandingZone);

    /// <summary>A value that this lift cannot have, in words; null when all are possible.</summary>
    internal Text? Mistake(LiftSettings lift) =>
        CarPosition is not (null or >= 1) || CarPosition > lift.Landings
            ? new(
                $"这部电梯有 {lift.Landings} 站，没有第 {CarPosition} 站（car_position 从最低一站数起，为 1）",
                $"this lift has {lift.Landings} landings; there is none of number {CarPosition} (car_position counts from 1, the lowest)")
        : Trips < 0 ? new($"运行次数 trips 是 {Trips}，不能为负", $"trips is {Trips}; it cannot be negative")
        : Trips > MaxTrips ? new($"运行次数 trips 最多 {MaxTrips}", $"trips is {MaxTrips} at most")
        : CarLoadKg is not (null or (>= 0 and <= MaxLoadKg))
            ? new($"载荷 car_load_kg 应为 0 到 {MaxLoadKg}", $"car_load_kg is 0 to {MaxLoadKg}")
        : FaultSignals.Length > MaxFaults ? new($"fault_signals 最多 {MaxFaults} 个", $"fault_signals has at most {MaxFaults} words")
        : null;

    /// <summary>More than a lift makes in its life.</summary>
    internal const long MaxTrips = 1_000_000_000;
    private const int MaxLoadKg = 20_000, MaxFaults = 20;
}

/// <summary>The lift's messages as JSON.</summary>
[JsonSerializable(typeof(LiftReport))]
internal sealed partial class LiftWire : JsonSerializerContext
{
    internal static LiftWire Reader { get; } = new(WireOptions.With());
}
