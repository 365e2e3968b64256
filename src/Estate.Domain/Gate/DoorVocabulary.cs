using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Gate;

// Words of the BACnet access door object (ASHRAE 135), as domain facts 3.4 quote them.

/// <summary>The commands of a door.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<DoorValue>))]
public enum DoorValue
{
    Lock,
    Unlock,
    PulseUnlock,

    /// <summary>For somebody who walks slowly.</summary>
    ExtendedPulseUnlock,
}

public enum DoorStatus
{
    Closed,
    Opened,
    Unknown,

    /// <summary>What the contact says cannot be.</summary>
    DoorFault,
}

public enum LockStatus
{
    Locked,
    Unlocked,
    Unknown,

    /// <summary>The lock does not follow its command.</summary>
    LockFault,
}

/// <summary>Derived from the others at every look, never stored.</summary>
public enum SecuredStatus
{
    Secured,
    Unsecured,
    Unknown,
}

[JsonConverter(typeof(SnakeCaseEnumConverter<DoorAlarmState>))]
public enum DoorAlarmState
{
    Normal,

    /// <summary>Fire release.</summary>
    Alarm,
    DoorOpenTooLong,
    ForcedOpen,
    Tamper,
    DoorFault,
    LockFault,
    LockDown,
    FreeAccess,
    EgressOpen,

    /// <summary>Ours: the reader's two wires are connected the wrong way round.</summary>
    LinesSwapped,

    /// <summary>Ours: unknown cards, five in a minute (GB 50396 5.1.5).</summary>
    RepeatedAttempts,

    /// <summary>Ours: the exit button is held down; the gate stays open for it.</summary>
    ExitStuck,

    /// <summary>Ours: no believable time, so the schedule is not followed; a card opens.</summary>
    ClockUntrusted,

    /// <summary>Ours: no good version of the schedule was found on the disk.</summary>
    ScheduleDamaged,

    /// <summary>Ours: a wired exit button or fire contact cannot be read; the gate stays open for it.</summary>
    InputUnheard,

    /// <summary>Ours: an operator holds the gate open while it should be closed.</summary>
    HeldUnlocked,
}

/// <summary>Who decides about the lock, highest first: a lower one never defeats a higher one.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<DoorAuthority>))]
public enum DoorAuthority
{
    Fire,
    Exit,
    LockDown,
    Operator,
    Grant,
    Schedule,
}

/// <summary>BACnet access events: what became of a card.</summary>
internal static class AccessEvent
{
    public const string Granted = "granted";
    public const string NoEntryAfterGranted = "no_entry_after_granted";
    public const string DeniedUnknownCredential = "denied_unknown_credential";
    public const string DeniedCredentialDisabled = "denied_credential_disabled";
    public const string DeniedOutOfTimeRange = "denied_out_of_time_range";

    /// <summary>Lock-down.</summary>
    public const string DeniedDenyAll = "denied_deny_all";

    /// <summary>An operator holds the gate locked.</summary>
    public const string DeniedPointNoAccessRights = "denied_point_no_access_rights";

    /// <summary>The household has no permit for what is behind this door.</summary>
    public const string DeniedNoAccessRights = "denied_no_access_rights";

    /// <summary>Heard of too late to open for it.</summary>
    public const string DeniedAuthenticationFactorTimeout = "denied_authentication_factor_timeout";
}
