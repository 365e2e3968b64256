using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Lifts;

/// <summary>BACnetLiftCarDirection.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CarDirection>))]
public enum CarDirection
{
    Unknown,
    None,
    Stopped,
    Up,
    Down,
    UpAndDown,
}

/// <summary>BACnetDoorStatus; of a car with several doors the one that is open furthest.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CarDoorStatus>))]
public enum CarDoorStatus
{
    Unknown,
    Closed,
    Opened,
    DoorFault,
    Unused,
    None,
    Closing,
    Opening,
    SafetyLocked,
    LimitedOpened,
}

/// <summary>BACnetLiftCarMode.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CarMode>))]
public enum CarMode
{
    Unknown,
    Normal,
    Vip,
    Homing,
    Parking,
    AttendantControl,
    FirefighterControl,
    EmergencyPower,
    Inspection,
    CabinetRecall,
    EarthquakeOperation,
    FireOperation,
    OutOfService,
    OccupantEvacuation,
}

/// <summary>BACnetLiftFault.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<LiftFault>))]
public enum LiftFault
{
    ControllerFault,
    DriveAndMotorFault,
    GovernorAndSafetyGearFault,
    LiftShaftDeviceFault,
    PowerSupplyFault,
    SafetyInterlockFault,
    DoorClosingFault,
    DoorOpeningFault,
    CarStoppedOutsideLandingZone,
    CallButtonStuck,
    StartFailure,
    ControllerSupplyFault,
    SelfTestFailure,
    RuntimeLimitExceeded,
    PositionLost,
    DriveTemperatureExceeded,
    LoadMeasurementFault,
}

/// <summary>What the gateway makes of a lift's reports.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<LiftSituation>))]
public enum LiftSituation
{
    Runs,

    /// <summary>It does not move and cannot be left, and nobody is in it.</summary>
    Stuck,

    /// <summary>As <see cref="Stuck"/>, and somebody is in it, or may be.</summary>
    Trapped,
}

/// <summary>By what a lift was found to be stuck.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<StuckBy>))]
internal enum StuckBy
{
    /// <summary>The controller's own fault signal.</summary>
    FaultSignal,

    /// <summary>It stands, and no landing is there.</summary>
    BetweenFloors,

    /// <summary>It says that it moves and comes nowhere.</summary>
    NoProgress,

    /// <summary>At a landing, but the door does not open.</summary>
    DoorShut,
}
