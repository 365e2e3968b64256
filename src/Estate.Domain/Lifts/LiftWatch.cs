using NodaTime;

namespace Estate.Domain.Lifts;

/// <summary>When a lift is stuck, and whether somebody is in it. Not knowing is no reason to believe that nobody is.</summary>
internal static class LiftWatch
{
    /// <summary>Less is a bag that was left; a child weighs more.</summary>
    private const double PersonKg = 10;

    /// <summary>What runs by the stopwatch goes on while the lift is as it was.</summary>
    internal static LiftTimers Run(LiftState state, int? before, LiftTimers timers, Duration uptime) => new(
        CannotBeLeft(state) && !state.IsMoving ? timers.StandsSince ?? uptime : null,
        state.IsMoving ? (state.CarPosition == before ? timers.TravelsSince : null) ?? uptime : null);

    /// <summary>Null: it is not.</summary>
    internal static StuckBy? FindStuck(LiftState state, LiftSettings settings, Duration uptime)
    {
        if (state.IsAttended || (state.IsDoorOpen && state.CarDoorZone != false))
            return null;
        if (state.FaultSignals.Contains(LiftFault.CarStoppedOutsideLandingZone))
            return StuckBy.FaultSignal;
        if (state.IsMoving)
            return uptime - state.Timers.TravelsSince >= settings.TravelAfter ? StuckBy.NoProgress : null;
        if (!(uptime - state.Timers.StandsSince >= settings.StuckAfter))
            return null;
        return state.CarDoorZone == false ? StuckBy.BetweenFloors : StuckBy.DoorShut;
    }

    /// <summary>Null: nobody can tell.</summary>
    internal static bool? HasPeople(LiftState state) =>
        state.PassengerAlarm || state.Occupied == true || state.CarLoadKg >= PersonKg ? true
        : state.Occupied == false || state.CarLoadKg < PersonKg ? false
        : null;

    /// <summary>Who was in a car that stood is out of it only once a door was open, or it runs as it should.</summary>
    internal static bool IsFreed(LiftState state) =>
        (state.IsDoorOpen && state.CarDoorZone != false) || (state.IsMoving && !state.IsAttended);

    /// <summary>Between floors, or at a landing with somebody in it who wants out and a door that is shut.</summary>
    private static bool CannotBeLeft(LiftState state) => state.CarDoorZone == false
        || (!state.IsDoorOpen && HasPeople(state) == true
            && (state.PassengerAlarm || state.FaultSignals.Contains(LiftFault.DoorOpeningFault)));
}
