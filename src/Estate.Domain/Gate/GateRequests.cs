using System.Collections.Immutable;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>
/// An operator's order with a reason; null takes a standing order back. Pulses end on their own, a standing unlock after
/// <paramref name="Minutes"/> (60 where none are given), a standing lock when it is taken back or after its minutes.
/// </summary>
public sealed record OperateDoor(DeviceId Device, DoorValue? Value, string Reason, int? Minutes = null) : IDeviceRequest;

/// <summary>Nobody comes in; fire and exit still open.</summary>
public sealed record LockDownDoor(DeviceId Device, bool IsOn, string Reason) : IDeviceRequest;

/// <summary>Resets a latched alarm whose cause is gone.</summary>
public sealed record ResetDoorAlarm(DeviceId Device, DoorAlarmState Alarm, string Reason) : IDeviceRequest;

/// <summary>What shall be different; null members stay as they are.</summary>
public sealed record ScheduleDraft
{
    public ImmutableArray<WeeklyLine>? Weekly { get; init; }
    public ImmutableArray<DatedException>? Exceptions { get; init; }
    public ImmutableArray<DatedException>? AddedExceptions { get; init; }
    public GateValue? Default { get; init; }
    public GateAccess? OpenMeans { get; init; }
    public GateAccess? ClosedMeans { get; init; }
}

/// <summary>Proposes a version of the hours from a local time on.</summary>
public sealed record ProposeSchedule(DeviceId Device, ScheduleDraft Draft, string Resolution, LocalDateTime EffectiveFrom) : IDeviceRequest;

/// <summary>
/// Proposes exceptions for a year's holidays and make-up days; <paramref name="OffLines"/> for nights that begin on a day off.
/// </summary>
public sealed record ProposeHolidays(
    DeviceId Device, HolidayCalendar Calendar, ImmutableArray<DayLine>? OffLines, string Resolution, LocalDateTime EffectiveFrom)
    : IDeviceRequest, IProposable;

/// <summary>Proposes that a decided version that is not in force yet never will be.</summary>
public sealed record RevokeSchedule(DeviceId Device, int Version, string Resolution) : IDeviceRequest;

public sealed record WithdrawSchedule(DeviceId Device, string Proposal) : IDeviceRequest;

/// <summary>By somebody else than the author.</summary>
public sealed record ApproveSchedule(DeviceId Device, string Proposal) : IDeviceRequest;

/// <summary>
/// A version somebody proposed; <paramref name="BasedOn"/> is the version it was compared with. One that
/// <paramref name="Revokes"/> brings no version of its own: <paramref name="Schedule"/> is the one that goes, under the proposer's name and
/// resolution.
/// </summary>
public sealed record ScheduleProposal(string Id, GateSchedule Schedule, int BasedOn, Instant ProposedAt, int? Revokes = null) : IProposal
{
    string IProposal.Author => Schedule.Author;

    int? IProposal.BasedOn => Revokes is null ? BasedOn : null;

    /// <summary>A revocation has its own word for what is in force already.</summary>
    Instant? IProposal.ApprovableUntilExclusive => Revokes is null ? Schedule.EffectiveFrom : null;

    bool IProposal.IsTimed => true;
}
