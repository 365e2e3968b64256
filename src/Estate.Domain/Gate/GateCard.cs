using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;

namespace Estate.Domain.Gate;

/// <summary>A gate in words.</summary>
internal static class GateCard
{
    internal static IEnumerable<CardLine> Lines(GateState state)
    {
        foreach (var alarm in state.Alarms)
            yield return new(new("报警", "Alarm"), GateTexts.OfAlarm(alarm), Tone(alarm));
        yield return new(new("通行", "Entry"), Entry(state), state.LockDown is null ? Devices.Tone.Good : Devices.Tone.Warning);
        yield return new(new("门", "Door"), state.DoorStatus switch
        {
            DoorStatus.Closed => new("关着", "shut"),
            DoorStatus.Opened => new("开着", "open"),
            _ => new("未知", "unknown"),
        }, state.DoorStatus == DoorStatus.Unknown ? Devices.Tone.Unknown : Devices.Tone.Good);
        var isSensed = state.IsLockSensed is not null;
        yield return new(new("锁", "Lock"), state.LockStatus switch
        {
            LockStatus.Locked => isSensed ? new("已锁", "locked") : new("已锁（无检测）", "locked (not sensed)"),
            LockStatus.Unlocked => isSensed ? new("未锁", "unlocked") : new("未锁（无检测）", "unlocked (not sensed)"),
            _ => new("故障", "fault"),
        }, state.LockStatus == LockStatus.LockFault ? Devices.Tone.Warning : Devices.Tone.Good);
        if (state.Operator is { } order)
            yield return new(
                new("值班操作", "By hand"), order.Value == DoorValue.Lock ? new("保持锁定", "held locked") : new("保持开放", "held open"),
                Devices.Tone.Warning);
        if (state.Proposals.Length > 0)
            yield return new(
                new("待批方案", "To be approved"),
                Text.Same(state.Proposals.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    internal static IEnumerable<HomeAssistantValue> HomeAssistantValues(GateState state) =>
    [
        HomeAssistantValue.OfFlag("door", new("门", "Door"), state.IsOpen, "door"),
        HomeAssistantValue.OfFlag(
            "lock", new("锁", "Lock"), state.LockStatus == LockStatus.LockFault ? null : state.LockStatus == LockStatus.Unlocked, "lock"),
        HomeAssistantValue.OfFlag("fire_release", new("消防释放", "Fire release"), state.IsFireLatched, "safety"),
        HomeAssistantValue.OfFlag("alarm", new("报警", "Alarm"), state.Alarms.Length > 0, "problem"),
        HomeAssistantValue.OfWord("entry", new("通行", "Entry"), WireName.Of(state.Access)),
    ];

    private static Text Entry(GateState state) =>
        state.LockDown is not null ? GateTexts.OfAlarm(DoorAlarmState.LockDown) : state.Authority switch
        {
            DoorAuthority.Fire => new("消防释放", "released for fire"),
            // Who presses the button leaves; who may come in the hours say.
            DoorAuthority.Exit when state.HasLostSafetyInput => GateTexts.OfAccess(GateAccess.Free),
            DoorAuthority.Operator when state.IsLocked => new("暂停使用", "out of use"),
            DoorAuthority.Operator => new("自由通行", "open to all"),
            _ => GateTexts.OfAccess(state.Access),
        };

    private static Tone Tone(DoorAlarmState alarm) =>
        alarm is DoorAlarmState.Alarm or DoorAlarmState.ForcedOpen or DoorAlarmState.Tamper or DoorAlarmState.LockFault ? Devices.Tone.Alarm
            : Devices.Tone.Warning;
}
