using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>Why a session ended, or never began. Domain facts 2.3 map each to boards and to OCPP.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<StopReason>))]
public enum StopReason
{
    TimeLimitReached,
    EnergyLimitReached,
    Unplugged,
    FullyCharged,

    /// <summary>Nothing drew power; never a session.</summary>
    NoLoadAtStart,

    /// <summary>The board would not start, or never answered; never a session.</summary>
    StartFailed,
    OverPower,
    OverCurrent,
    ShortCircuit,
    Smoke,
    OverTemperature,
    Leakage,
    RemoteStop,
    LocalStop,
    NoCredit,
    PowerLoss,
    Reboot,
    DeviceFault,

    /// <summary>The socket was found off, and nobody said why.</summary>
    Other,
}
