using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>What a sensor's words are worth: which is the newest, which has lasted, and when not to believe it.</summary>
internal static class BaySensorWatch
{
    /// <summary>More changes of mind in a minute than cars can make.</summary>
    private const int MaxFlips = 20;
    private const int MaxResets = 5;
    private static readonly Duration FlipsWithin = Duration.FromMinutes(1);
    private static readonly Duration ResetsWithin = Duration.FromHours(1);

    /// <summary>A sign of life is worth a write this often: a restart must recognise silent sensors.</summary>
    private static readonly Duration SavedEvery = Duration.FromMinutes(10);

    internal static BaySensorState OnReport(
        BaySensorState state, BayReport report, BaySensorSettings settings, Occurrence now, Effects effects)
    {
        var age = now.Time.Age ?? Duration.Max(now.Time.ReceivedAt - now.Time.At, Duration.Zero);
        var at = effects.Now.Uptime - age;
        state = Resume(state, effects.Now);
        var wasSilent = IsSilent(state, settings, effects.Now);
        state = MarkHeard(state, at, now, effects);
        if (report.ResetCause is not null)
            state = state with
            { Timers = state.Timers with { Resets = state.Timers.Resets.RemoveAll(one => at - one > ResetsWithin).Add(at) } };
        var newest = now.EventId is null ? state.ReportedAt : state.HeartbeatAt;
        if (now.IsOvertaken || now.Time.At < newest)
        {
            // An event is history and has its answer; of a radio's word this is the only trace.
            if (now.EventId is null)
                effects.Refuse(now.Device, RejectReason.Overtaken, $"it was so before what was heard already: {newest - now.Time.At}");
            return state;
        }
        state = state with
        {
            ReportedAt = now.Time.At,
            HeartbeatAt = now.EventId is null ? now.Time.At : state.HeartbeatAt,
            IsInterfered = report.Interference,
            IsFailed = report.Failed,
            BatteryPct = report.BatteryPct ?? state.BatteryPct,
        };
        return report.Occupied is { } occupied ? OnOccupancy(state, occupied, at, wasSilent, now.Device, effects) : state;
    }

    /// <summary>It is there, and says nothing of the bay.</summary>
    internal static BaySensorState OnSignOfLife(BaySensorState state, Occurrence now, Effects effects) =>
        MarkHeard(Resume(state, effects.Now), effects.Now.Uptime - (now.Time.Age ?? Duration.Zero), now, effects);

    /// <summary>After a restart the stopwatch starts over; what was running when it stopped begins again.</summary>
    internal static BaySensorState Resume(BaySensorState state, ClockReading now)
    {
        if (state.Timers.HeardAt is not null || state.HeardAt is not { } heard)
            return state;
        // A clock that cannot be believed cannot say how long the gateway was away: nothing counts as heard then.
        var ago = now.Clock == ClockTrust.Unknown ? Duration.FromDays(400) : Duration.Max(now.At - heard, Duration.Zero);
        return state with { Timers = state.Timers with { HeardAt = now.Uptime - ago, ReportedSince = now.Uptime } };
    }

    /// <summary>What was reported for long enough is believed; <paramref name="at"/> dates the change.</summary>
    internal static BaySensorState Confirm(BaySensorState state, BaySensorSettings settings, Instant at, ClockReading now)
    {
        if (state.Reported is not { } reported || reported == state.Believed
            || !(now.Uptime - state.Timers.ReportedSince >= settings.Confirm))
            return state;
        return Believe(state, reported, Instant.Min(WallTime(state.Timers.ReportedSince!.Value, now), at));
    }

    internal static (BayStatus Status, string? Reason) StatusOf(BaySensorState state, BaySensorSettings settings, ClockReading now) =>
        state.HeardAt is null ? (BayStatus.Unknown, null)
        : IsSilent(state, settings, now) ? (BayStatus.Stale, "silent")
        : state.IsFailed ? (BayStatus.Fault, "detector")
        : state.IsInterfered ? (BayStatus.Suspect, "interference")
        : CountWithin(state.Timers.Flips, FlipsWithin, now) > MaxFlips ? (BayStatus.Suspect, "unstable")
        : CountWithin(state.Timers.Resets, ResetsWithin, now) > MaxResets ? (BayStatus.Suspect, "resets")
        : state.Believed is not { } believed ? (BayStatus.Unknown, null)
        : now.At - state.BelievedSince > settings.Unchanged ? (BayStatus.Suspect, "unchanged")
        : (believed ? BayStatus.Occupied : BayStatus.Free, null);

    private static bool IsSilent(BaySensorState state, BaySensorSettings settings, ClockReading now) =>
        now.Uptime - state.Timers.HeardAt > settings.StaleAfter;

    private static BaySensorState MarkHeard(BaySensorState state, Duration at, Occurrence now, Effects effects)
    {
        var heard = Instant.Max(state.HeardAt ?? now.Time.At, Instant.Min(now.Time.At, effects.Now.At));
        var isDue = !(heard - state.HeardSavedAt < SavedEvery);
        if (isDue)
            effects.Keep(now.Device);
        return state with
        {
            HeardAt = heard,
            HeardSavedAt = isDue ? heard : state.HeardSavedAt,
            Timers = state.Timers with { HeardAt = state.Timers.HeardAt is { } known && known > at ? known : at },
        };
    }

    /// <summary>Where nothing is believed there is nothing to defend: then the first word counts at once.</summary>
    private static BaySensorState OnOccupancy(
        BaySensorState state, bool occupied, Duration at, bool wasSilent, DeviceId device, Effects effects)
    {
        if (occupied == state.Reported && state.Timers.ReportedSince is not null && !wasSilent)
            return state;
        var flips = state.Timers.Flips.RemoveAll(one => at - one > FlipsWithin);
        if (flips.Length > MaxFlips)
        {
            effects.Refuse(device, "unstable", $"more than {MaxFlips} changes in a minute");
            flips = flips.RemoveAt(0);
        }
        state = state with
        {
            Reported = occupied,
            Timers = state.Timers with { ReportedSince = at, Flips = occupied == state.Reported ? flips : flips.Add(at) },
        };
        var isFirst = state.Believed is null || wasSilent;
        return isFirst && occupied != state.Believed ? Believe(state, occupied, WallTime(at, effects.Now)) : state;
    }

    /// <summary>Never before the belief it replaces.</summary>
    private static BaySensorState Believe(BaySensorState state, bool occupied, Instant since) =>
        state with { Believed = occupied, BelievedSince = Instant.Max(since, state.BelievedSince ?? Instant.MinValue) };

    private static Instant WallTime(Duration uptime, ClockReading now) => now.At - (now.Uptime - uptime);

    private static int CountWithin(System.Collections.Immutable.ImmutableArray<Duration> times, Duration window, ClockReading now)
    {
        var count = 0;
        foreach (var at in times)
            count += now.Uptime - at <= window ? 1 : 0;
        return count;
    }
}
