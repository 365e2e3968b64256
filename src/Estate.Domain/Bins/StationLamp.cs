using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Bins;

/// <summary>
/// What a lamp that hangs on the gateway shows of a station: full where one compartment is, unknown where one is not known, otherwise
/// how full the fullest is. Compartments that were never measured do not count.
/// </summary>
internal static class StationLamp
{
    internal const string Terminal = "lamp";

    internal static void Show(StationState state, Duration lasts, Occurrence now, Effects effects)
    {
        var at = effects.Now.At;
        var measured = state.Compartments.Where(one => one.FillAt is not null).ToList();
        var text = measured.Any(one => one.IsFull) ? ShownText.Full
            : measured.Any(one => one.IsUnreadable || at - one.FillAt > lasts) ? ShownText.Unknown
            : measured.Max(one => one.Fill * 100)?.ToString("0", CultureInfo.InvariantCulture);
        if (text is not null)
            effects.Show(now.Device, text, lasts, lasts);
    }
}
