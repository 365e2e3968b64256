using Estate.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Estate.Domain.Lifts;

/// <summary>When a lift's maintenance is due: so many days after the last one, or after so many trips, whichever comes first.</summary>
public static class LiftUpkeep
{
    private const int MaxFirm = 60, LongestAgo = 60;
    private static readonly LocalDatePattern Day = LocalDatePattern.Iso;

    /// <summary>
    /// The last day on which it is in time; counted from when it was first heard where none is known. Null: nothing is known.
    /// </summary>
    internal static LocalDate? DueOn(LiftState state, LiftSettings settings, DateTimeZone zone) =>
        (state.MaintainedAt ?? state.FirstHeardAt)?.InZone(zone).Date.PlusDays(settings.MaintenanceDays);

    /// <inheritdoc cref="DueOn(LiftState, LiftSettings, DateTimeZone)"/>
    public static LocalDate? DueOn(LiftState state, DeviceSettings settings, DateTimeZone zone) =>
        DueOn(state, LiftSettings.From(settings), zone);

    /// <summary>Its beginning.</summary>
    internal static Instant? DayOf(string day, DateTimeZone zone) =>
        Day.Parse(day) is { Success: true } date ? zone.AtStartOfDay(date.Value).ToInstant() : null;

    internal static LiftState Record(LiftState state, RecordLiftMaintenance done, DateTimeZone zone, Effects effects)
    {
        var today = effects.Now.At.InZone(zone).Date;
        if (effects.Now.Clock == ClockTrust.Unknown)
            return effects.Refuse(
                state, done.Device, "clock_unknown",
                new("时钟未校准，暂不能登记", "the clock is not set, so that nothing can be noted for a time"));
        if (string.IsNullOrWhiteSpace(done.Firm) || done.Firm.Length > MaxFirm)
            return effects.Refuse(
                state, done.Device, "firm_needed",
                new($"请写明保养单位（最多 {MaxFirm} 字）", $"say which firm it was, in at most {MaxFirm} letters"));
        var day = done.Day is null ? today : Day.Parse(done.Day) is { Success: true } parsed ? parsed.Value : (LocalDate?)null;
        if (day is not { } on || on > today || on < today.PlusDays(-LongestAgo))
            return effects.Refuse(
                state, done.Device, "bad_day",
                new($"日期应写作 {Day.Format(today)}，不晚于今天，最早 {LongestAgo} 天前",
                    $"the day is written as {Day.Format(today)}, today or one of the {LongestAgo} days before"));
        var at = on == today ? effects.Now.At : zone.AtStartOfDay(on).ToInstant();
        if (at < state.MaintainedAt)
            return effects.Refuse(state, done.Device, "older", new("已登记过更晚的保养", "a later maintenance is noted already"));
        effects.Record(new LiftMaintained(
            done.Device, effects.Time, Day.Format(on), done.Firm.Trim(), state.TripsSince, effects.By ?? ""));
        effects.Answer = new("noted", new($"已登记 {Day.Format(on)} 的保养", $"The maintenance of {Day.Format(on)} is noted"), []);
        return state with { MaintainedAt = at, TripsSince = 0, IsMaintenanceDue = false };
    }

    /// <summary>On its day it can still be done in time; the alert is of that day.</summary>
    internal static LiftState Tick(LiftState state, LiftSettings settings, DeviceId device, DateTimeZone zone, Effects effects)
    {
        if (state.IsMaintenanceDue || effects.Now.Clock == ClockTrust.Unknown
            || (state.MaintainedAt ?? state.FirstHeardAt) is not { } since)
            return state;
        var isByTrips = state.TripsSince >= settings.MaintenanceTrips;
        if (!isByTrips && effects.Now.At < since + Duration.FromDays(settings.MaintenanceDays - 1))
            return state;
        if (!isByTrips && effects.Now.At.InZone(zone).Date < DueOn(state, settings, zone))
            return state;
        effects.Record(new LiftMaintenanceFellDue(device, effects.Time, since, state.TripsSince, isByTrips));
        return state with { IsMaintenanceDue = true };
    }
}
