using System.Collections.Immutable;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>Compares the schedule, the lock's command and the sensors, all through a closing.</summary>
internal sealed class ClosingWatcher(DateTimeZone zone)
{
    private static readonly Duration SavedEvery = Duration.FromMinutes(15);

    /// <summary>A longer pause between two ticks was not watched.</summary>
    private static readonly Duration MaxTick = Duration.FromSeconds(10);

    internal GateState Tick(GateState state, DeviceId device, Effects effects)
    {
        var now = effects.Now;
        var passed = now.Uptime - state.Timers.LastTick is { } since && since <= MaxTick ? since : Duration.Zero;
        state = state with { Timers = state.Timers with { LastTick = now.Uptime } };
        if (now.Clock == ClockTrust.Unknown)
            return state;
        var version = state.Versions.At(now.At);
        if (version.Version != state.InForce)
        {
            effects.Record(new ScheduleTookEffect(device, effects.Time, version.Version));
            state = state with { InForce = version.Version };
        }
        if (state.Closing is { } watch)
        {
            // A clock that was set back before its begin: that closing has yet to come.
            if (watch.From > now.At)
                state = state with { Closing = null };
            else if (EndOf(state.Versions, watch, now.At) is { } end)
                state = End(state, watch, end, device, effects);
            else
                return Continue(state, watch, passed, device, effects);
        }
        return version.At(now.At, zone) == GateValue.Closed
            ? Save(state, new ClosingWatch(BeginOf(version, now.At), version.Version) { SeenAt = now.At }, device, effects)
            : state;
    }

    private static GateState Continue(GateState state, ClosingWatch watch, Duration passed, DeviceId device, Effects effects)
    {
        var seconds = passed.TotalSeconds;
        watch = watch with { SeenAt = effects.Now.At };
        var isKnown = state.IsLockSensed is not null && state.IsOpen is not null;
        var isFound = state.SecuredStatus == SecuredStatus.Secured;
        var next = watch with
        {
            WatchedSeconds = watch.WatchedSeconds + seconds,
            CommandedSeconds = watch.CommandedSeconds + (state.IsLocked ? seconds : 0),
            SecuredSeconds = watch.SecuredSeconds + (isKnown && isFound ? seconds : 0),
            UnsecuredSeconds = watch.UnsecuredSeconds + (isKnown && !isFound ? seconds : 0),
            DeviationSeconds = watch.DeviationSeconds + (isKnown && isFound != state.IsLocked ? seconds : 0),
        };
        var isDue = (int)(next.WatchedSeconds / SavedEvery.TotalSeconds) != (int)(watch.WatchedSeconds / SavedEvery.TotalSeconds);
        return isDue ? Save(state, next, device, effects) : state with { Closing = next };
    }

    private static GateState Save(GateState state, ClosingWatch watch, DeviceId device, Effects effects)
    {
        effects.Record(new ClosingWatched(device, effects.Time, watch));
        return state with { Closing = watch };
    }

    private static GateState End(GateState state, ClosingWatch watch, Instant until, DeviceId device, Effects effects)
    {
        effects.Record(
            new ClosingReported(device, effects.Time, watch with { Until = until }, (int)Math.Round((until - watch.From).TotalMinutes)));
        return state with { Closing = null };
    }

    /// <summary>
    /// When the closing ended by the schedule, be it while nobody looked; null while it goes on. Looked for from where it
    /// was last seen closed: usually that is a second ago.
    /// </summary>
    private Instant? EndOf(ImmutableArray<GateSchedule> versions, ClosingWatch watch, Instant now)
    {
        bool IsClosed(Instant at) => versions.At(at).At(at, zone) == GateValue.Closed;
        var seen = Instant.Max(watch.From, Instant.Min(watch.SeenAt ?? watch.From, now));
        for (var minute = MinuteOf(seen); minute <= now; minute += Duration.FromMinutes(1))
            if (minute > seen && !IsClosed(minute))
                return minute;
        return null;
    }

    private static Instant MinuteOf(Instant at) => at - Duration.FromNanoseconds(at.ToUnixTimeTicks() % NodaConstants.TicksPerMinute * 100);

    /// <summary>When the closing under way began, though nobody may have watched then.</summary>
    private Instant BeginOf(GateSchedule version, Instant now)
    {
        var begin = MinuteOf(now);
        for (var back = 0; back < DayLine.MinutesPerDay && begin > version.EffectiveFrom
            && version.At(begin - Duration.FromMinutes(1), zone) == GateValue.Closed; back++)
            begin -= Duration.FromMinutes(1);
        return begin;
    }
}
