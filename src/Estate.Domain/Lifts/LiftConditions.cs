using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.Lifts;

/// <summary>What can be wrong with a lift.</summary>
internal static class LiftConditions
{
    internal const string TrappedType = "trapped";

    /// <summary>Somebody is trapped, or somebody may be: then the empty lift is no matter of its own.</summary>
    internal static IEnumerable<Condition> OfStuck(LiftGotStuck stuck)
    {
        var where = LiftTexts.WhereOf(stuck);
        return stuck.HasPeople == false
            ? [Stuck(true) with { Value = where }]
            : [Trapped(true) with { Value = where }, Stuck(false), PassengerAlarm(false)];
    }

    /// <summary>The type is one that nothing silences.</summary>
    internal static Condition Trapped(bool isActive) =>
        new(TrappedType, "", Severity.High, isActive, new("电梯困人", "People are trapped in a lift"));

    internal static Condition Stuck(bool isActive) =>
        new("lift_stuck", "", Severity.Medium, isActive, new("电梯停在中途，轿厢无人", "A lift is stuck with nobody in it"));

    internal static Condition MainsLost(bool isActive) =>
        new("mains_lost", "", Severity.Medium, isActive, new("电梯断电", "A lift has lost its mains"));

    internal static Condition PassengerAlarm(bool isActive) =>
        new("passenger_alarm", "", Severity.Medium, isActive, new("轿厢内有人按报警", "Somebody in a lift pressed the alarm"));

    internal static Condition OutOfService(bool isActive) =>
        new("out_of_service", "", Severity.Low, isActive, new("电梯停用", "A lift is out of service"));

    internal static Condition Fault(ImmutableArray<LiftFault> faults) =>
        new("lift_fault", "", Severity.Medium, !faults.IsEmpty, new("电梯故障", "A lift reports a fault"))
        { Value = faults.IsEmpty ? null : LiftTexts.Of(faults) };

    internal static Condition MaintenanceDue(bool isActive, LiftMaintenanceFellDue? why) =>
        new("maintenance_due", "", Severity.Medium, isActive, new("电梯该保养了", "A lift's maintenance is due"))
        { Value = why is null ? null : LiftTexts.WhyOf(why) };
}
