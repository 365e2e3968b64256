using System.Collections.Immutable;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>
/// A gate made again from its journal, after the disk damaged its state: everything that people decided, and what latched.
/// </summary>
internal static class GateRecovery
{
    internal static readonly IReadOnlyList<Type> Facts =
    [
        typeof(ScheduleProposed), typeof(ScheduleWithdrawn), typeof(ScheduleApproved), typeof(ScheduleRevoked),
        typeof(OperatorActed), typeof(DoorAlarmChanged), typeof(AccessDecided),
    ];

    /// <param name="newestFirst">Of the types of <see cref="Facts"/>.</param>
    internal static GateState From(GateState initial, IReadOnlyList<Fact> newestFirst)
    {
        var state = newestFirst.Reverse().Aggregate(initial, After);
        return state with
        {
            Alarms = [.. state.Alarms.Where(DoorAlarms.Latched.Contains).Append(DoorAlarmState.ScheduleDamaged).Distinct()],
            IsFireLatched = state.Has(DoorAlarmState.Alarm),
        };
    }

    private static GateState After(GateState state, Fact fact) => fact switch
    {
        ScheduleProposed proposed => state.With(state.Pending.Add(proposed.Proposal)),
        ScheduleWithdrawn withdrawn => state.With(state.Pending.Without(withdrawn.Proposal)),
        ScheduleApproved approved => state.With(state.Pending.Without(approved.Proposal)) with
        {
            Versions = approved.Schedule.IsIntact ? state.Versions.With(approved.Schedule, approved.Time.At) : state.Versions,
            VersionsEver = Math.Max(state.VersionsEver, approved.Schedule.Version),
        },
        ScheduleRevoked revoked => state.With(state.Pending.Without(revoked.Proposal)) with
        {
            Versions = state.Versions.RemoveAll(version => version.Version == revoked.Version),
        },
        OperatorActed acted => After(state, acted),
        DoorAlarmChanged changed => state with
        { Alarms = changed.IsActive ? state.Alarms.Add(changed.Alarm) : state.Alarms.RemoveAll(alarm => alarm == changed.Alarm) },
        AccessDecided decided => state with { AccessEvents = decided.Number },
        _ => state,
    };

    private static GateState After(GateState state, OperatorActed acted)
    {
        OperatorOrder Order(DoorValue value) =>
            new(value, acted.By, acted.Reason, acted.Minutes is { } minutes ? acted.Time.At + Duration.FromMinutes(minutes) : null);
        return acted.Order switch
        {
            "lock" => state with { Operator = Order(DoorValue.Lock) },
            "unlock" => state with { Operator = Order(DoorValue.Unlock) },
            "relinquish" => state with { Operator = null },
            "lock_down" => state with { LockDown = Order(DoorValue.Lock) },
            "end_lock_down" => state with { LockDown = null },
            _ => state,
        };
    }
}
