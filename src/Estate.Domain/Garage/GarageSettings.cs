using Estate.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Estate.Domain.Garage;

/// <summary>A garage's own lines of the inventory.</summary>
/// <param name="Abandoned">A bicycle that did not move for longer is on the staff's list.</param>
/// <param name="Night">When those that stay overnight are counted.</param>
internal sealed record GarageSettings(int Bicycles, int EBikes, Duration Abandoned, LocalTime Night)
{
    private const int MostPlaces = 5_000;

    private static readonly LocalTimePattern Pattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static GarageSettings From(DeviceSettings settings)
    {
        var night = settings.Values.GetValueOrDefault("night", "02:00");
        return new(
            settings.Whole("bicycles", 100, 0, MostPlaces), settings.Whole("e_bikes", 50, 0, MostPlaces),
            Duration.FromDays(settings.Whole("abandoned_days", 30, 1, 365)),
            Pattern.Parse(night) is { Success: true } parsed ? parsed.Value
                : throw new FormatException($"{settings.Device}: night is '{night}', expected a time such as 02:00"));
    }
}
