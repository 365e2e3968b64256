using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>Contact, lock sensor, exit button, fire and tamper inputs: what changed, and what cannot be.</summary>
internal static class DoorWatch
{
    private static readonly Duration MismatchLasts = Duration.FromSeconds(3);
    private static readonly Duration ContradictionLasts = Duration.FromSeconds(5);
    private static readonly Duration ExitStuckAfter = Duration.FromMinutes(2);
    private static readonly Duration MovesWithin = Duration.FromMinutes(1);

    /// <summary>More moves of the contact in a minute than people can make.</summary>
    private const int MaxMoves = 20;

    /// <summary>
    /// Old news is history: it moves nothing. A fresh fire or a fresh push at the button always counts, whatever overtook it; a push from
    /// before
    /// a disconnect does not: whoever is still there shows in the next inputs.
    /// Old is what the device's stopwatch says, newer what it numbered later; its clock decides nothing here.
    /// </summary>
    internal static GateState OnInputs(GateState state, DoorInputs inputs, GateSettings settings, Occurrence now, Effects effects)
    {
        var isOld = now.Time.Age > EventTime.LateAfter;
        var at = effects.Now.Uptime - (now.Time.Age ?? Duration.Zero);
        var newest = now.EventId is null ? state.Timers.InputsAt : state.Timers.LevelsAt;
        var isFresh = !isOld && !now.IsOvertaken && !(at < newest);
        // What was, or may have been, so before this start says nothing about a fire that the disk remembers.
        if (ValueOf(inputs.Fire, "fire", inputs) is { } fire && ((isFresh && at >= now.Time.Held) || (fire && !isOld)))
            state = Fire(state, fire, now, effects);
        var isPush = (now.Time.Age ?? Duration.Zero) + now.Time.Held <= CardDecisions.FreshFor;
        if (ValueOf(inputs.Exit, "exit", inputs) is { } exit && (exit ? isPush : isFresh))
            state = Exit(state, exit, settings, now, effects);
        if (!isFresh)
            return state;
        state = state with { Timers = state.Timers with { InputsAt = at, LevelsAt = now.EventId is null ? at : state.Timers.LevelsAt } };
        if (ValueOf(inputs.Tamper, "tamper", inputs) is { } tamper)
            state = Tamper(state, tamper, now.Device, effects);
        if (inputs.Locked is { } locked && locked != state.IsLockSensed)
            effects.Record(new LockSensed(now.Device, now.Time, locked));
        state = state with
        {
            IsLockSensed = inputs.Locked,
            IsOpen = inputs.Open is null ? null : state.IsOpen,
            HasLostSafetyInput = inputs.UnavailableInputs.Any(DoorInputs.Safety.Contains),
        };
        return inputs.Open is { } open && open != state.IsOpen ? Move(state, open, now, effects) : state;
    }

    /// <summary>What only time brings: too long open, a lock that does not follow, a button held down.</summary>
    internal static GateState Tick(GateState state, GateSettings settings, DeviceId device, Effects effects)
    {
        var uptime = effects.Now.Uptime;
        state = TimeConditions(state, settings, uptime);
        var timers = state.Timers with { ContactMoves = state.Timers.ContactMoves.RemoveAll(at => uptime - at > MovesWithin) };
        state = state with { Timers = timers };
        var isBouncing = timers.ContactMoves.Length > MaxMoves;
        state = DoorAlarms.Set(state, DoorAlarmState.DoorOpenTooLong, uptime - timers.OpenSince >= settings.OpenTooLong, device, effects);
        state = DoorAlarms.Set(state, DoorAlarmState.LockFault, uptime - timers.LockMismatchSince >= MismatchLasts, device, effects);
        state = DoorAlarms.Set(
            state, DoorAlarmState.DoorFault, isBouncing || uptime - timers.ContradictionSince >= ContradictionLasts, device, effects);
        state = DoorAlarms.Set(state, DoorAlarmState.ExitStuck, uptime - state.Timers.ExitPressedSince >= ExitStuckAfter, device, effects);
        state = DoorAlarms.Set(state, DoorAlarmState.InputUnheard, state.HasLostSafetyInput, device, effects);
        var isHeldUnlocked = state is { Authority: DoorAuthority.Operator, IsLocked: false } && state.Access != GateAccess.Free;
        state = DoorAlarms.Set(state, DoorAlarmState.HeldUnlocked, isHeldUnlocked, device, effects);
        return DoorAlarms.Set(state, DoorAlarmState.ClockUntrusted, effects.Now.Clock == ClockTrust.Unknown, device, effects);
    }

    /// <summary>Null, to stay as it was, for a wire that cannot be read; false for one that is not fitted.</summary>
    private static bool? ValueOf(bool? said, string terminal, DoorInputs inputs) =>
        said ?? (inputs.UnavailableInputs.Contains(terminal) ? null : false);

    /// <summary>
    /// Since when each condition holds; null where it does not. After every step: what is over between two looks has not lasted.
    /// </summary>
    internal static GateState TimeConditions(GateState state, GateSettings settings, Duration uptime)
    {
        var mayStandOpen = !state.IsLocked && state.Authority is not (DoorAuthority.Exit or DoorAuthority.Grant);
        // An open gate cannot hold its bolt or magnet; that is no fault of the lock.
        var isMismatch = state.IsLockSensed is { } sensed && sensed != state.IsLocked && !(state.IsLocked && state.IsOpen == true);
        // A magnet holds only a shut gate; a strike's bolt may be out while it stands open.
        var isContradiction = settings.IsFailSafe && state is { IsOpen: true, IsLockSensed: true };
        return state with
        {
            Timers = state.Timers with
            {
                OpenSince = state.IsOpen == true && !mayStandOpen ? state.Timers.OpenSince ?? uptime : null,
                LockMismatchSince = isMismatch ? state.Timers.LockMismatchSince ?? uptime : null,
                ContradictionSince = isContradiction ? state.Timers.ContradictionSince ?? uptime : null,
            },
        };
    }

    private static GateState Fire(GateState state, bool active, Occurrence now, Effects effects)
    {
        if (active == state.IsFireActive)
            return state;
        effects.Record(new FireInputChanged(now.Device, now.Time, active));
        state = state with { IsFireActive = active, IsFireLatched = state.IsFireLatched || active };
        return active ? DoorAlarms.Raise(state, DoorAlarmState.Alarm, now.Device, effects) : state;
    }

    private static GateState Exit(GateState state, bool pressed, GateSettings settings, Occurrence now, Effects effects)
    {
        var uptime = effects.Now.Uptime;
        if (pressed && !state.IsExitPressed)
            effects.Record(new ExitRequested(now.Device, now.Time));
        return state with
        {
            IsExitPressed = pressed,
            Timers = state.Timers with
            {
                ExitPressedSince = pressed ? state.Timers.ExitPressedSince ?? uptime : null,
                ExitUntil = pressed || state.IsExitPressed ? uptime + settings.Exit : state.Timers.ExitUntil,
                IsEntryAwaited = pressed ? state.IsOpen != true : state.Timers.IsEntryAwaited,
            },
        };
    }

    private static GateState Tamper(GateState state, bool tampered, DeviceId device, Effects effects)
    {
        state = state with { IsTampered = tampered };
        return tampered ? DoorAlarms.Raise(state, DoorAlarmState.Tamper, device, effects) : state;
    }

    private static GateState Move(GateState state, bool open, Occurrence now, Effects effects)
    {
        var uptime = effects.Now.Uptime;
        // A chattering contact is one alarm, not a fact a millisecond.
        if (state.Timers.ContactMoves.Length <= MaxMoves)
            effects.Record(new DoorMoved(now.Device, now.Time, open));
        var isShut = !open && state.IsOpen == true;
        var isNextWaiting = isShut && state.Timers.IsNextWaiting;
        var isForced = open && state.IsOpen == false && state.IsLocked && !(uptime < state.Timers.ShuntUntil)
            // What came in the same message has not moved the lock yet.
            && !state.IsFireActive && !state.IsFireLatched && !state.IsExitPressed && !(uptime < state.Timers.ExitUntil);
        state = state with
        {
            IsOpen = open,
            Timers = state.Timers with
            {
                ContactMoves = state.Timers.ContactMoves.Length <= MaxMoves ? state.Timers.ContactMoves.Add(uptime)
                    : state.Timers.ContactMoves.RemoveAt(0).Add(uptime),
                IsEntryAwaited = isNextWaiting || (state.Timers.IsEntryAwaited && !open),
                IsNextWaiting = state.Timers.IsNextWaiting && !isShut,
                // Whoever had the gate opened is through: it locks at once, and its window is over, unless the next one's card
                // came while it stood open. The first word of a contact that was unknown is no passage.
                GrantUntil = isShut && !isNextWaiting ? null : state.Timers.GrantUntil,
                ShuntUntil = isShut ? null : state.Timers.ShuntUntil,
                OpenSince = open ? uptime : null,
            },
        };
        if (!open)
            state = DoorAlarms.Clear(state, DoorAlarmState.DoorOpenTooLong, now.Device, effects);
        return isForced ? DoorAlarms.Raise(state, DoorAlarmState.ForcedOpen, now.Device, effects) : state;
    }
}
