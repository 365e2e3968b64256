using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.Gate;

/// <summary>Alarms that stand at a gate: raised once, then cleared automatically or by a named person.</summary>
internal static class DoorAlarms
{
    /// <summary>Stay until somebody who looked resets them (domain facts 1.2).</summary>
    internal static readonly ImmutableArray<DoorAlarmState> Latched =
        [DoorAlarmState.Alarm, DoorAlarmState.ForcedOpen, DoorAlarmState.Tamper, DoorAlarmState.RepeatedAttempts,
            DoorAlarmState.ScheduleDamaged];

    /// <summary>How soon somebody must look; null for what is ordered, not wrong.</summary>
    internal static Severity? SeverityOf(DoorAlarmState alarm) => alarm switch
    {
        DoorAlarmState.Alarm or DoorAlarmState.ForcedOpen or DoorAlarmState.Tamper or DoorAlarmState.LockFault => Severity.High,
        DoorAlarmState.DoorOpenTooLong or DoorAlarmState.RepeatedAttempts or DoorAlarmState.ExitStuck
            or DoorAlarmState.InputUnheard or DoorAlarmState.ScheduleDamaged => Severity.Medium,
        DoorAlarmState.DoorFault or DoorAlarmState.LinesSwapped or DoorAlarmState.ClockUntrusted or DoorAlarmState.HeldUnlocked =>
            Severity.Low,
        _ => null,
    };

    internal static GateState Raise(GateState state, DoorAlarmState alarm, DeviceId device, Effects effects)
    {
        if (state.Has(alarm))
            return state;
        effects.Record(new DoorAlarmChanged(device, effects.Time, alarm, true));
        return state with { Alarms = state.Alarms.Add(alarm) };
    }

    internal static GateState Clear(GateState state, DoorAlarmState alarm, DeviceId device, Effects effects, string? by = null)
    {
        if (!state.Has(alarm) || (by is null && Latched.Contains(alarm)))
            return state;
        effects.Record(new DoorAlarmChanged(device, effects.Time, alarm, false, by));
        return state with { Alarms = state.Alarms.Remove(alarm) };
    }

    internal static GateState Set(GateState state, DoorAlarmState alarm, bool isActive, DeviceId device, Effects effects) =>
        isActive ? Raise(state, alarm, device, effects) : Clear(state, alarm, device, effects);
}
