using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Lifts;

/// <summary>What a report changes of what is known.</summary>
internal static class LiftReports
{
    /// <summary>Position and trips are worth a write this often: a restart must not count maintenance from much less.</summary>
    private static readonly Duration SavedEvery = Duration.FromMinutes(10);

    /// <summary>They are matters of their own.</summary>
    private static readonly ImmutableArray<LiftFault> OwnFacts = [LiftFault.PowerSupplyFault, LiftFault.CarStoppedOutsideLandingZone];

    internal static LiftState Take(LiftState state, LiftReport said, LiftSettings settings, Occurrence now, Effects effects)
    {
        var next = state with
        {
            CarPosition = said.CarPosition,
            Floor = settings.FloorOf(said.CarPosition),
            CarMovingDirection = said.CarMovingDirection,
            CarDoorStatus = said.CarDoorStatus,
            CarDoorZone = said.CarDoorZone,
            CarLoadKg = said.CarLoadKg,
            CarMode = said.CarMode ?? CarMode.Normal,
            PassengerAlarm = said.PassengerAlarm,
            FaultSignals = said.FaultSignals.Length < 2 ? said.FaultSignals : [.. said.FaultSignals.Distinct().Order()],
            Occupied = said.Occupied,
            Trips = said.Trips ?? state.Trips,
            TripsSince = Math.Min(state.TripsSince + Travelled(state.Trips, said.Trips), LiftReport.MaxTrips),
            FirstHeardAt = state.FirstHeardAt ?? now.Time.At,
            At = now.Time.At,
        };
        if (!(now.Time.At - state.SavedAt < SavedEvery))
        {
            effects.Keep(now.Device);
            next = next with { SavedAt = now.Time.At };
        }
        next = next with { Timers = LiftWatch.Run(next, state.CarPosition, state.Timers, effects.Now.Uptime) };
        RecordChanges(state, next, now, effects);
        return next;
    }

    /// <summary>At first everything is as it is, and only what is wrong is news.</summary>
    private static void RecordChanges(LiftState before, LiftState now, Occurrence at, Effects effects)
    {
        if (before.IsMainsLost != now.IsMainsLost)
            effects.Record(new LiftMainsChanged(at.Device, at.Time, now.IsMainsLost));
        var (was, are) = (before.FaultSignals.RemoveRange(OwnFacts), now.FaultSignals.RemoveRange(OwnFacts));
        if (!was.SequenceEqual(are))
            effects.Record(new LiftFaultsChanged(at.Device, at.Time, are));
        if ((before.CarMode ?? CarMode.Normal) != now.CarMode)
            effects.Record(new LiftModeChanged(at.Device, at.Time, now.CarMode!.Value));
    }

    /// <summary>Once it is known whether somebody is trapped, which is an alert that is more than this one.</summary>
    internal static void RecordAlarm(LiftState before, LiftState now, Occurrence at, Effects effects)
    {
        if (before.PassengerAlarm != now.PassengerAlarm && (now.Situation != LiftSituation.Trapped || !now.PassengerAlarm))
            effects.Record(new LiftAlarmChanged(at.Device, at.Time, now.PassengerAlarm));
    }

    /// <summary>A smaller number than before is another controller's, which began at zero.</summary>
    private static long Travelled(long? before, long? now) => (before, now) switch
    {
        (_, null) or (null, _) => 0,
        var (old, fresh) when fresh < old => fresh.Value,
        var (old, fresh) => fresh.Value - old.Value,
    };
}
