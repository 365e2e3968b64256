using System.Globalization;

namespace Estate.Domain.Parking;

/// <summary>Free bays in the half hour that begins at <paramref name="HalfHour"/> ÷ 2 o'clock, on average of some days.</summary>
public sealed record UsualHalfHour(int HalfHour, double Free, int Days)
{
    public string Time => TimeOf(HalfHour);

    internal static string TimeOf(int halfHour) =>
        string.Create(CultureInfo.InvariantCulture, $"{halfHour / 2 % 24:00}:{halfHour % 2 * 30:00}");
}
