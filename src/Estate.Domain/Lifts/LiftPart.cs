using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Lifts;

/// <summary>What a monitor of another make says of a lift at a time; what it does not say, here null, is as it was.</summary>
internal sealed record LiftPart : LiftReading
{
    internal int? CarPosition { get; init; }

    /// <summary>The landing as people write it, in place of its number.</summary>
    internal string? Floor { get; init; }
    internal CarDirection? CarMovingDirection { get; init; }
    internal CarDoorStatus? CarDoorStatus { get; init; }
    internal bool? CarDoorZone { get; init; }
    internal double? CarLoadKg { get; init; }
    internal CarMode? CarMode { get; init; }
    internal bool? PassengerAlarm { get; init; }
    internal bool? Occupied { get; init; }
    internal long? Trips { get; init; }

    /// <summary>Faults that are there, and faults that are not; of others nothing is said.</summary>
    internal ImmutableArray<LiftFault> Faults { get; init; } = [];
    internal ImmutableArray<LiftFault> NoFaults { get; init; } = [];

    public override bool IsUrgent => PassengerAlarm == true || Faults.Contains(LiftFault.CarStoppedOutsideLandingZone);

    /// <summary>A floor that this lift does not have; null where it has it, or none is said. All else of it counts.</summary>
    internal Text? Mistake(LiftSettings lift)
    {
        if (CarPosition is { } landing ? landing <= lift.Landings : Floor is null || lift.PositionOf(Floor) is not null)
            return null;
        var said = CarPosition?.ToString(CultureInfo.InvariantCulture) ?? Floor;
        return new($"这部电梯没有楼层“{said}”（floors 或 lowest、landings 写着有哪些）",
            $"this lift has no floor '{said}' (floors, or lowest and landings, say which it has)");
    }

    /// <summary>As a monitor of ours would have said it.</summary>
    internal LiftReport Over(LiftState state, LiftSettings lift) => new(
        (CarPosition ?? (Floor is null ? state.CarPosition : lift.PositionOf(Floor))) is { } landing && landing <= lift.Landings
            ? landing : null,
        CarMovingDirection ?? state.CarMovingDirection ?? CarDirection.Unknown,
        CarDoorStatus ?? state.CarDoorStatus ?? Lifts.CarDoorStatus.Unknown)
    {
        CarDoorZone = CarDoorZone ?? state.CarDoorZone,
        CarLoadKg = CarLoadKg ?? state.CarLoadKg,
        CarMode = CarMode ?? state.CarMode,
        PassengerAlarm = PassengerAlarm ?? state.PassengerAlarm,
        FaultSignals = [.. state.FaultSignals.Except(NoFaults).Union(Faults)],
        Occupied = Occupied ?? state.Occupied,
        Trips = Trips ?? state.Trips,
    };
}
