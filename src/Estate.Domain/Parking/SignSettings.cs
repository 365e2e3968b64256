using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>An entrance sign's own lines of the inventory; an empty zone means the whole lot.</summary>
internal sealed record SignSettings(string Zone, string Arrow)
{
    /// <summary>Taken off the number: who sees 1 and is the second to come is annoyed.</summary>
    public int Margin { get; init; }

    /// <summary>So many left, or fewer, is full; it is full until there are this many more.</summary>
    public int FullAt { get; init; }
    public int Hysteresis { get; init; }
    public Duration Hold { get; init; }

    public static SignSettings From(DeviceSettings settings) => new(
        settings.Values.GetValueOrDefault("zone", ""), settings.Word("arrow", "none", "none", "left", "right", "ahead"))
    {
        Margin = settings.Whole("margin", 0, 0, 100_000),
        FullAt = settings.Whole("full_at", 0, 0, 100_000),
        Hysteresis = settings.Whole("hysteresis", 2, 0, 100_000),
        Hold = settings.Seconds("hold_s", 5),
    };
}
