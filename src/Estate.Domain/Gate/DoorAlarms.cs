using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.Gate;

/// <summary>Alarms that stand at a gate: raised once, and gone by themselves or by a named person.</summary>
internal static class DoorAlarms
{
    /// <summary>Stay until somebody who looked resets them (domain facts 1.2).</summary>
    internal static readonly ImmutableArray<DoorAlarmState> Latched =
        [DoorAlarmState.Alarm, DoorAlarmState.ForcedOpen, DoorAlarmState.Tamper, DoorAlarmState.RepeatedAttempts, DoorAlarmState.ScheduleDamaged];

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
