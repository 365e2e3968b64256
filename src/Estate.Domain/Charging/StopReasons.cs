using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>A reason in the words of OCPP and of people.</summary>
public static class StopReasons
{
    /// <summary>OCPP 1.6 <c>Reason</c>.</summary>
    public static string Ocpp16(StopReason reason) => reason switch
    {
        StopReason.Unplugged => "EVDisconnected",
        StopReason.Smoke => "EmergencyStop",
        StopReason.RemoteStop => "Remote",
        StopReason.LocalStop => "Local",
        StopReason.NoCredit => "DeAuthorized",
        StopReason.PowerLoss => "PowerLoss",
        StopReason.Reboot => "Reboot",
        _ => "Other",
    };

    /// <summary>OCPP 2.0.1 <c>ReasonEnumType</c>.</summary>
    public static string Ocpp201(StopReason reason) => reason switch
    {
        StopReason.TimeLimitReached => "TimeLimitReached",
        StopReason.EnergyLimitReached => "EnergyLimitReached",
        StopReason.Unplugged => "EVDisconnected",
        StopReason.FullyCharged => "StoppedByEV",
        StopReason.NoLoadAtStart or StopReason.StartFailed => "Timeout",
        StopReason.OverPower or StopReason.OverCurrent or StopReason.ShortCircuit => "OvercurrentFault",
        StopReason.Smoke => "EmergencyStop",
        StopReason.Leakage => "GroundFault",
        StopReason.RemoteStop => "Remote",
        StopReason.LocalStop => "Local",
        StopReason.NoCredit => "LocalOutOfCredit",
        StopReason.PowerLoss => "PowerLoss",
        StopReason.Reboot => "Reboot",
        _ => "Other",
    };

    public static Text Of(StopReason reason) => reason switch
    {
        StopReason.TimeLimitReached => new("时间到", "Time is up"),
        StopReason.EnergyLimitReached => new("电量用完", "Energy is used up"),
        StopReason.Unplugged => new("插头已拔下", "Unplugged"),
        StopReason.FullyCharged => new("已充满", "Full"),
        StopReason.NoLoadAtStart => new("没有接上车，未开始", "Nothing plugged in, not started"),
        StopReason.StartFailed => new("未能开始", "Could not be started"),
        StopReason.OverPower => new("功率过大", "Too much power"),
        StopReason.OverCurrent => new("电流过大", "Too much current"),
        StopReason.ShortCircuit => new("短路", "Short circuit"),
        StopReason.Smoke => new("烟雾", "Smoke"),
        StopReason.OverTemperature => new("温度过高", "Too hot"),
        StopReason.Leakage => new("漏电", "Leakage current"),
        StopReason.RemoteStop => new("物业停止", "Stopped by the property office"),
        StopReason.LocalStop => new("现场停止", "Stopped at the charger"),
        StopReason.NoCredit => new("余额不足", "No credit"),
        StopReason.PowerLoss => new("停电", "Power cut"),
        StopReason.Reboot => new("充电桩重启", "The charger restarted"),
        StopReason.DeviceFault => new("设备故障", "Fault of the charger"),
        _ => new("原因不明", "Reason not known"),
    };
}
