using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>Orders of people on duty, each with a name and a reason.</summary>
internal static class Operators
{
    private const int MaxReason = 200;

    /// <summary>A gate that is held open closes again after this long.</summary>
    private const int UnlockMinutes = 60;

    internal const int MaxMinutes = 24 * 60;

    internal static GateState Handle(GateState state, OperateDoor request, GateSettings settings, Effects effects)
    {
        if (!HasReason(request.Device, request.Reason, effects))
            return state;
        var order = request.Value is { } value ? WireName.Of(value) : "relinquish";
        if (request.Value is DoorValue.PulseUnlock or DoorValue.ExtendedPulseUnlock
            && (state.LockDown is not null || state.Operator is { Value: DoorValue.Lock }))
            return effects.Refuse(
                state, request.Device, "held_locked", new("大门已被锁定，请先解除", "the gate is held locked; take that back first"));
        if (request.Minutes is < 1 or > MaxMinutes)
            return effects.Refuse(state, request.Device, "bad_minutes", new($"时长应为 1 到 {MaxMinutes} 分钟", $"minutes are 1 to {MaxMinutes}"));
        var minutes = request.Minutes ?? (request.Value == DoorValue.Unlock ? UnlockMinutes : null);
        RecordAction(request.Device, order, request.Reason, effects, request.Value is DoorValue.Lock or DoorValue.Unlock ? minutes : null);
        return request.Value switch
        {
            DoorValue.PulseUnlock => CardDecisions.Open(state, settings.Pulse, effects.Now.Uptime),
            DoorValue.ExtendedPulseUnlock => CardDecisions.Open(state, settings.ExtendedPulse, effects.Now.Uptime),
            { } standing => state with
            {
                Operator = new(
                    standing, effects.By!, request.Reason,
                    effects.Now.At + (minutes is { } length ? Duration.FromMinutes(length) : null))
            },
            null => state with { Operator = null },
        };
    }

    /// <summary>An order's time is over.</summary>
    internal static GateState Expire(GateState state, DeviceId device, Effects effects)
    {
        if (state.Operator is not { Until: { } until } order || effects.Now.At < until)
            return state;
        effects.Record(new OperatorActed(device, effects.Time, "relinquish", order.By, "its time is over"));
        return state with { Operator = null };
    }

    internal static GateState Handle(GateState state, LockDownDoor request, Effects effects)
    {
        if (!HasReason(request.Device, request.Reason, effects))
            return state;
        RecordAction(request.Device, request.IsOn ? "lock_down" : "end_lock_down", request.Reason, effects);
        return state with
        {
            LockDown = request.IsOn ? new(DoorValue.Lock, effects.By!, request.Reason) : null,
            Timers = request.IsOn ? state.Timers with { GrantUntil = null, IsEntryAwaited = false } : state.Timers,
        };
    }

    internal static GateState Handle(GateState state, ResetDoorAlarm request, Effects effects)
    {
        if (!HasReason(request.Device, request.Reason, effects))
            return state;
        if (!state.Has(request.Alarm) || !DoorAlarms.Latched.Contains(request.Alarm))
            return effects.Refuse(
                state, request.Device, "nothing_to_reset", new("没有可复位的此类报警", "no such alarm stands that a person resets"));
        if ((request.Alarm == DoorAlarmState.Alarm && state.IsFireActive) || (request.Alarm == DoorAlarmState.Tamper && state.IsTampered))
            return effects.Refuse(state, request.Device, "cause_still_there", new("报警原因仍在，不能复位", "its cause is still there"));
        RecordAction(request.Device, "reset", request.Reason, effects);
        state = DoorAlarms.Clear(state, request.Alarm, request.Device, effects, effects.By);
        return request.Alarm == DoorAlarmState.Alarm ? state with { IsFireLatched = false } : state;
    }

    /// <summary>From the list of alerts, where every kind's look alike.</summary>
    internal static GateState Handle(GateState state, ResetLatch request, Effects effects) =>
        Enum.GetValues<DoorAlarmState>().Where(alarm => WireName.Of(alarm) == request.Type).Select(alarm => (DoorAlarmState?)alarm)
        .FirstOrDefault() is { } known
            ? Handle(state, new ResetDoorAlarm(request.Device, known, request.Reason), effects)
            : effects.Refuse(state, request.Device, "nothing_to_reset", new("没有可复位的此类报警", "no such alarm stands that a person resets"));

    private static void RecordAction(DeviceId device, string order, string reason, Effects effects, int? minutes = null)
    {
        effects.Record(new OperatorActed(device, effects.Time, order, effects.By!, reason.Trim(), minutes));
        effects.Answer = minutes is { } length
            ? new("done", new($"已执行，{length} 分钟后恢复", $"Done, for {length} minutes"), [("minutes", length)])
            : new("done", new("已执行", "Done"), []);
    }

    /// <summary>Also refuses orders of nobody: a rule may ask, but a person's name must stand behind a lock.</summary>
    private static bool HasReason(DeviceId device, string reason, Effects effects)
    {
        var isGood = effects.By is not null && !string.IsNullOrWhiteSpace(reason) && reason.Length <= MaxReason;
        if (!isGood)
            effects.Refuse(device, "reason_needed", new Text("请写明原因（最多 200 字）", $"say why, in at most {MaxReason} letters"));
        return isGood;
    }
}
