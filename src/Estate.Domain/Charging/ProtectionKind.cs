using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>What a charger protects from, or reports as broken. Names as in domain facts 2.3.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ProtectionKind>))]
public enum ProtectionKind
{
    Smoke,
    OverTemperature,
    ShortCircuit,
    Leakage,
    OverCurrent,
    OverPower,
    OverVoltage,
    UnderVoltage,
    RelayWelded,
    MeterFault,
    CardReaderFault,
    WeakSignal,
    Tamper,
}
