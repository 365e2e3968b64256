using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>
/// Sensors against the entry counter. A counter's errors add up, so it is set to what the sensors see once a day, in the
/// quietest hour; sensors are never set to what the counter says.
/// </summary>
internal static class LotCounter
{
    /// <summary>Above this share of bays not known the sensors are no measure.</summary>
    private const double MaxDoubt = 0.1;

    /// <summary>Half of what is known of the hours is older than ten days.</summary>
    private const double Fading = 0.93;

    internal static LotState Count(LotState state, CountPassage passage, int hour, Effects effects)
    {
        effects.Keep(passage.Device);
        return state with
        {
            // Its first word finds cars already there.
            Inside = (state.Inside ?? ZoneCounts.Sum("", state.PublishedCounts).Occupied) + passage.Cars,
            PassagesByHour = state.PassagesByHour.SetItem(hour, state.PassagesByHour[hour] + Math.Abs(passage.Cars)),
        };
    }

    /// <summary>Cars that the sensors see more (or fewer, negative) than the counter has let in.</summary>
    internal static int? Residual(LotState state, ZoneCounts all) => state.Inside is { } inside ? all.Occupied - inside : null;

    internal static LotState Rebase(LotState state, ZoneCounts all, LocalDateTime now, DeviceId device, Effects effects)
    {
        var date = now.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        var quietest = state.PassagesByHour.IndexOf(state.PassagesByHour.Min());
        if (Residual(state, all) is not { } residual || state.RebasedOn == date || now.Hour != quietest
            || all.Doubtful > MaxDoubt * all.Total)
            return state;
        effects.Record(new CounterRebased(device, effects.Time, all.Occupied, residual));
        return state with
        { Inside = all.Occupied, RebasedOn = date, PassagesByHour = [.. state.PassagesByHour.Select(count => count * Fading)] };
    }
}
