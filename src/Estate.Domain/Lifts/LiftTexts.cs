using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Lifts;

/// <summary>Lifts in words.</summary>
public static class LiftTexts
{
    internal static Text Of(LiftFact fact) => fact switch
    {
        LiftGotStuck { HasPeople: false } one => new($"电梯卡住：{WhereOf(one).Zh}", $"Stuck: {WhereOf(one).En}"),
        LiftGotStuck one => new($"电梯困人：{WhereOf(one).Zh}", $"People are trapped: {WhereOf(one).En}"),
        LiftRunsAgain { HadPeople: true } => new("被困人员已能出来", "Whoever was trapped can leave the car"),
        LiftRunsAgain => new("电梯恢复运行", "It runs again"),
        LiftMainsChanged { IsLost: true } => new("电梯断电", "It lost its mains"),
        LiftMainsChanged => new("电梯恢复供电", "Its mains are back"),
        LiftFaultsChanged { Faults.IsEmpty: true } => new("故障消除", "It reports no fault any more"),
        LiftFaultsChanged one => new($"故障：{Of(one.Faults).Zh}", $"It reports: {Of(one.Faults).En}"),
        LiftModeChanged one => new($"模式：{Of(one.Mode).Zh}", $"Its mode is {Of(one.Mode).En}"),
        LiftAlarmChanged { IsPressed: true } => new("轿厢内有人按报警", "Somebody in the car pressed the alarm"),
        LiftAlarmChanged => new("轿厢内报警结束", "The alarm in the car is over"),
        LiftMaintenanceFellDue one => new($"该保养了：{WhyOf(one).Zh}", $"Its maintenance is due: {WhyOf(one).En}"),
        LiftMaintained one => new(
            $"{one.By} 登记 {one.Firm} 于 {one.Day} 保养", $"{one.By} noted that {one.Firm} maintained it on {one.Day}"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    public static Text Of(LiftSituation situation) => situation switch
    {
        LiftSituation.Runs => new("正常", "Runs"),
        LiftSituation.Stuck => new("卡住，轿厢无人", "Stuck, nobody in it"),
        _ => new("困人", "People are trapped"),
    };

    public static Text Of(CarMode mode) => mode switch
    {
        CarMode.Normal => new("正常", "normal"),
        CarMode.Inspection => new("检修", "inspection"),
        CarMode.OutOfService => new("停用", "out of service"),
        CarMode.EmergencyPower => new("应急供电", "emergency power"),
        CarMode.FireOperation or CarMode.FirefighterControl => new("消防", "fire service"),
        CarMode.EarthquakeOperation => new("地震", "earthquake"),
        CarMode.Parking or CarMode.Homing => new("待命", "parked"),
        CarMode.Unknown => new("不明", "not known"),
        _ => new("专用", "reserved"),
    };

    /// <summary>Which way, and whether the door is open.</summary>
    public static Text MotionOf(LiftState state) => state switch
    {
        { CarMovingDirection: CarDirection.Up } => new("上行", "going up"),
        { CarMovingDirection: CarDirection.Down } => new("下行", "going down"),
        { CarMovingDirection: null or CarDirection.Unknown } => new("不明", "not known"),
        { IsDoorOpen: true } => new("停，门开", "stands, door open"),
        { CarDoorStatus: CarDoorStatus.Closed or CarDoorStatus.SafetyLocked } => new("停，门关", "stands, door shut"),
        _ => new("停", "stands"),
    };

    internal static Text WhereOf(LiftGotStuck stuck)
    {
        var floor = stuck.Floor is { } one ? new Text($"{one} 层附近", $"near floor {one}")
            : new Text("楼层不明", "floor not known");
        var people = stuck.HasPeople switch
        {
            true => new Text("轿厢有人", "somebody is in it"),
            false => new Text("轿厢无人", "nobody is in it"),
            null => new Text("轿厢可能有人", "somebody may be in it"),
        };
        return new($"{floor.Zh}，{Of(stuck.Reason).Zh}，{people.Zh}", $"{floor.En}, {Of(stuck.Reason).En}, {people.En}");
    }

    internal static Text WhyOf(LiftMaintenanceFellDue due) => due.IsByTrips
        ? new($"已运行 {due.Trips} 次", $"{due.Trips} trips since the last one")
        : new("到期", "by its date");

    internal static Text Of(ImmutableArray<LiftFault> faults) => new(
        string.Join("、", faults.Select(one => Of(one).Zh)), string.Join(", ", faults.Select(one => Of(one).En)));

    private static Text Of(StuckBy reason) => reason switch
    {
        StuckBy.FaultSignal => new("平层区外停梯", "stopped outside a landing zone"),
        StuckBy.BetweenFloors => new("停在层间", "stands between floors"),
        StuckBy.NoProgress => new("运行超时", "moves and comes nowhere"),
        _ => new("门打不开", "its door does not open"),
    };

    private static Text Of(LiftFault fault) => fault switch
    {
        LiftFault.DoorClosingFault => new("关门故障", "the door does not shut"),
        LiftFault.DoorOpeningFault => new("开门故障", "the door does not open"),
        LiftFault.SafetyInterlockFault => new("安全回路断路", "the safety chain is open"),
        LiftFault.GovernorAndSafetyGearFault => new("限速器或安全钳动作", "governor or safety gear"),
        LiftFault.DriveAndMotorFault => new("驱动或电机故障", "drive or motor"),
        LiftFault.CallButtonStuck => new("呼梯按钮卡住", "a call button is stuck"),
        LiftFault.PositionLost => new("位置丢失", "position lost"),
        LiftFault.LoadMeasurementFault => new("称重故障", "load measurement"),
        _ => Text.Same(WireName.Of(fault).Replace('_', ' ')),
    };

    internal static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
