using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Bins;

/// <summary>Thresholds of a station: levels 0 to 1, temperatures °C, with a gap between on and off so that nothing flaps.</summary>
internal sealed record StationSettings
{
    public double FullAt { get; init; } = 0.90;
    public double RoomBelow { get; init; } = 0.75;

    /// <summary>A fall of at least this between two readings is an emptying. Ultrasonic sensors scatter by 0.1 and more.</summary>
    public double EmptiedDrop { get; init; } = 0.30;

    public double HotAtC { get; init; } = 65;
    public double CoolBelowC { get; init; } = 50;

    /// <summary>A lamp of it hangs on the gateway.</summary>
    public bool HasLamp { get; init; }

    /// <summary>The hottest a sensor may report.</summary>
    private const double MaxC = 400;

    public static readonly Duration SessionLasts = Duration.FromMinutes(10);

    /// <summary>An inferred emptying and a report this close together are one.</summary>
    public static readonly Duration SameEmptying = Duration.FromMinutes(30);

    public static StationSettings From(DeviceSettings settings)
    {
        var defaults = new StationSettings();
        return new()
        {
            HasLamp = settings.Wires.Contains(StationLamp.Terminal),
            FullAt = settings.Number("full_at", defaults.FullAt, 0, 1),
            RoomBelow = settings.Number("room_below", defaults.RoomBelow, 0, 1),
            EmptiedDrop = settings.Number("emptied_drop", defaults.EmptiedDrop, 0, 1),
            HotAtC = settings.Number("hot_at_c", defaults.HotAtC, 0, MaxC),
            CoolBelowC = settings.Number("cool_below_c", defaults.CoolBelowC, 0, MaxC),
        };
    }
}
