using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.Lifts;

/// <summary>What profiles can give of a lift: BACnet's words, and each fault a flag of its name. Orders there are none.</summary>
internal static class ProfiledLift
{
    private const int LastLanding = 254, MaxLoadKg = 20_000;

    private static readonly ImmutableArray<LiftFault> Faults = [.. Enum.GetValues<LiftFault>()];

    private static readonly ImmutableArray<ReadingField> Values =
    [
        ReadingField.Whole("car_position", 1, LastLanding), ReadingField.Word("floor"), Words<CarDirection>("car_moving_direction"),
        Words<CarDoorStatus>("car_door_status"), ReadingField.Flag("car_door_zone"), ReadingField.Number("car_load_kg", 0, MaxLoadKg),
        Words<CarMode>("car_mode"), ReadingField.Flag("passenger_alarm"), ReadingField.Flag("occupied"),
        ReadingField.Whole("trips", 0, (int)LiftReport.MaxTrips),
    ];

    internal static IReadOnlyList<ReadingShape> All { get; } =
    [
        new("car", [.. Values, .. Faults.Select(fault => ReadingField.Flag(WireName.Of(fault)))],
            values => new LiftPart
            {
                CarPosition = values.Whole(0),
                Floor = values.Word(1),
                CarMovingDirection = Of<CarDirection>(values.Word(2)),
                CarDoorStatus = Of<CarDoorStatus>(values.Word(3)),
                CarDoorZone = values.Flag(4),
                CarLoadKg = values.Number(5),
                CarMode = Of<CarMode>(values.Word(6)),
                PassengerAlarm = values.Flag(7),
                Occupied = values.Flag(8),
                Trips = values.Whole(9),
                Faults = [.. Faults.Where((_, index) => values.Flag(Values.Length + index) == true)],
                NoFaults = [.. Faults.Where((_, index) => values.Flag(Values.Length + index) == false)],
            }),
    ];

    private static ReadingField Words<T>(string name)
        where T : struct, Enum => ReadingField.Word(name, [.. Enum.GetValues<T>().Select(one => WireName.Of(one))]);

    private static T? Of<T>(string? word)
        where T : struct, Enum =>
        word is null ? null : Enum.GetValues<T>().Cast<T?>().FirstOrDefault(one => WireName.Of(one!.Value) == word);
}
