using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Approvals;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>A gate as last known. Immutable; unknown values are null.</summary>
public sealed record GateState
{
    /// <summary>The committee's decided versions; the first comes from the inventory.</summary>
    public required ImmutableArray<GateSchedule> Versions { get; init; }
    public ImmutableArray<ScheduleProposal> Proposals { get; init; } = [];
    public int ProposalsEver { get; init; }

    /// <summary>Highest version number ever decided; a number is never used twice.</summary>
    public int VersionsEver { get; init; }

    /// <summary>Version last seen in force, so that a change is reported once.</summary>
    public int InForce { get; init; }

    public bool IsFireActive { get; init; }

    /// <summary>From the first sign of fire until a named person resets it.</summary>
    public bool IsFireLatched { get; init; }
    public OperatorOrder? LockDown { get; init; }
    public OperatorOrder? Operator { get; init; }

    public bool? IsOpen { get; init; }
    public bool? IsLockSensed { get; init; }
    public bool IsExitPressed { get; init; }
    public bool IsTampered { get; init; }

    /// <summary>A wired exit button or fire contact cannot be read: the gate must not lock.</summary>
    [JsonPropertyName("is_deaf")]
    public bool HasLostSafetyInput { get; init; }

    /// <summary>Alarms that stand, in the order they were raised; latched ones need a named reset.</summary>
    public ImmutableArray<DoorAlarmState> Alarms { get; init; } = [];

    /// <summary>Number of the last access event: their order at this gate.</summary>
    public long AccessEvents { get; init; }
    public ClosingWatch? Closing { get; init; }

    /// <summary>As last decided: the lock's command, by whose authority, and who may come in.</summary>
    public bool IsLocked { get; init; } = true;
    public DoorAuthority Authority { get; init; } = DoorAuthority.Schedule;
    public GateAccess Access { get; init; } = GateAccess.CardRequired;

    /// <summary>Everything by the stopwatch; nothing of it survives a restart.</summary>
    [JsonIgnore]
    public GateTimers Timers { get; init; } = new();

    internal Proposals<ScheduleProposal> Pending => new(Proposals, ProposalsEver);

    internal GateState With(Proposals<ScheduleProposal> pending) => this with { Proposals = pending.Open, ProposalsEver = pending.Ever };

    public bool Has(DoorAlarmState alarm) => Alarms.Contains(alarm);

    public DoorStatus DoorStatus => Has(DoorAlarmState.DoorFault) ? DoorStatus.DoorFault
        : IsOpen switch { true => DoorStatus.Opened, false => DoorStatus.Closed, null => DoorStatus.Unknown };

    /// <summary>By its own sensor where one is fitted, else as commanded.</summary>
    public LockStatus LockStatus => Has(DoorAlarmState.LockFault) ? LockStatus.LockFault
        : (IsLockSensed ?? IsLocked) ? LockStatus.Locked : LockStatus.Unlocked;

    public SecuredStatus SecuredStatus => (DoorStatus, LockStatus) switch
    {
        (DoorStatus.Closed, LockStatus.Locked) when !Has(DoorAlarmState.Tamper) && !Has(DoorAlarmState.ForcedOpen) => SecuredStatus.Secured,
        (DoorStatus.Unknown, LockStatus.Locked) => SecuredStatus.Unknown,
        _ => SecuredStatus.Unsecured,
    };

    /// <summary>The worst that can be said, in one word.</summary>
    public DoorAlarmState AlarmState => IsFireLatched ? DoorAlarmState.Alarm
        : Alarms.Length > 0 ? Alarms.Min()
        : LockDown is not null ? DoorAlarmState.LockDown
        : Authority == DoorAuthority.Exit ? DoorAlarmState.EgressOpen
        : !IsLocked && Authority == DoorAuthority.Schedule ? DoorAlarmState.FreeAccess
        : DoorAlarmState.Normal;
}

/// <summary>An operator's standing order, until it is taken back or its time is over.</summary>
public sealed record OperatorOrder(DoorValue Value, string By, string Reason, Instant? Until = null);
