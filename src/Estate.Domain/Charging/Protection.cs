using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>What a protection means: to the relay, to whoever resets it, and in OCPP 1.6.</summary>
/// <param name="Cuts">The socket is switched off, or all sockets where it is the board's.</param>
/// <param name="IsLatched">No start until a named person resets it.</param>
/// <param name="ErrorCode">OCPP 1.6 ChargePointErrorCode.</param>
/// <param name="VendorErrorCode">Where OCPP 1.6 has no word of its own; null otherwise.</param>
public sealed record Protection(
    bool Cuts, bool IsLatched, Severity Severity, string ErrorCode, string? VendorErrorCode, StopReason Reason, Text Title)
{
    public static Protection Of(ProtectionKind kind) => kind switch
    {
        ProtectionKind.Smoke => new(true, true, Severity.High, "OtherError", "Smoke", StopReason.Smoke, new("烟雾报警", "Smoke")),
        ProtectionKind.OverTemperature =>
            new(true, true, Severity.High, "HighTemperature", null, StopReason.OverTemperature, new("温度过高", "Too hot")),
        ProtectionKind.ShortCircuit =>
            new(true, true, Severity.High, "OverCurrentFailure", "ShortCircuit", StopReason.ShortCircuit, new("短路", "Short circuit")),
        ProtectionKind.Leakage => new(true, true, Severity.High, "GroundFailure", null, StopReason.Leakage, new("漏电", "Leakage current")),
        ProtectionKind.OverCurrent =>
            new(true, false, Severity.Medium, "OverCurrentFailure", null, StopReason.OverCurrent, new("电流过大", "Too much current")),
        ProtectionKind.OverPower =>
            new(true, false, Severity.Medium, "OverCurrentFailure", "OverPower", StopReason.OverPower, new("功率过大", "Too much power")),
        ProtectionKind.OverVoltage =>
            new(true, false, Severity.Medium, "OverVoltage", null, StopReason.DeviceFault, new("电压过高", "Voltage too high")),
        ProtectionKind.UnderVoltage =>
            new(false, false, Severity.Low, "UnderVoltage", null, StopReason.DeviceFault, new("电压过低", "Voltage too low")),
        ProtectionKind.RelayWelded =>
            new(true, true, Severity.High, "PowerSwitchFailure", null, StopReason.DeviceFault,
            new("继电器粘连，断不开电", "Relay stuck: the power cannot be cut")),
        ProtectionKind.MeterFault =>
            new(false, true, Severity.Medium, "PowerMeterFailure", null, StopReason.DeviceFault, new("计量故障", "Meter fault")),
        ProtectionKind.CardReaderFault =>
            new(false, false, Severity.Low, "ReaderFailure", null, StopReason.DeviceFault, new("读卡器故障", "Card reader fault")),
        ProtectionKind.WeakSignal => new(false, false, Severity.Low, "WeakSignal", null, StopReason.DeviceFault, new("信号弱", "Weak signal")),
        _ => new(false, true, Severity.Medium, "OtherError", "Tamper", StopReason.DeviceFault, new("箱门被打开", "Cabinet opened")),
    };
}
