using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.Lifts;

/// <summary>A lift's time series: fields by BACnet's names, yes and no as 1 and 0.</summary>
internal static class LiftSeries
{
    internal static SeriesSchema Schema { get; } = new(
        "lift", ["lift"], ["car_position", "car_load_kg", "car_moving", "car_door_open", "trips", "stuck"])
    {
        Curves = new Dictionary<string, FieldText>
        {
            ["car_position"] = new(new("所在站", "Landing"), ""),
            ["car_load_kg"] = new(new("载荷", "Load"), "kg"),
            ["car_moving"] = FieldText.Percent(new("运行的时间", "Time moving")),
            ["car_door_open"] = FieldText.Percent(new("门开着的时间", "Time with the door open")),
            ["stuck"] = FieldText.Percent(new("卡住的时间", "Time stuck")),
        },
    };

    internal static void Measure(LiftReport said, LiftSituation situation, Occurrence now, Effects effects)
    {
        var fields = ImmutableArray.CreateBuilder<(string, FieldValue)>(6);
        if (said.CarPosition is { } position)
            fields.Add(("car_position", (double)position));
        if (said.CarLoadKg is { } load)
            fields.Add(("car_load_kg", load));
        if (said.CarMovingDirection != CarDirection.Unknown)
            fields.Add(("car_moving", said.CarMovingDirection >= CarDirection.Up ? 1.0 : 0.0));
        if (said.CarDoorStatus is not (CarDoorStatus.Unknown or CarDoorStatus.DoorFault))
            fields.Add(("car_door_open", said.CarDoorStatus is CarDoorStatus.Opened or CarDoorStatus.LimitedOpened ? 1.0 : 0.0));
        if (said.Trips is { } trips)
            fields.Add(("trips", (double)trips));
        fields.Add(("stuck", situation == LiftSituation.Runs ? 0.0 : 1.0));
        effects.Measure(new("lift", now.Time.At, [("lift", now.Device.Name)], fields.ToImmutable()));
    }
}
