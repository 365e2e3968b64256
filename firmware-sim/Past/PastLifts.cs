namespace Estate.FirmwareSim.Past;

/// <summary>Weeks of lifts: signs of life with a growing count of trips, and one that stuck with somebody in it, once.</summary>
public sealed class PastLifts(Agenda agenda, IReadOnlyList<LiftMonitor> lifts, Random random)
{
    private const int StuckOnDay = 17;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromMinutes(14);

    public void Start()
    {
        foreach (var lift in lifts)
        {
            lift.Trips = 60_000 + random.Next(10_000);
            lift.Start();
            agenda.Every(BeatEvery, TimeSpan.FromMinutes(1), () =>
            {
                (lift.Position, lift.Trips) = (1 + random.Next(18), lift.Trips + random.Next(12));
                lift.Beat();
            });
        }
    }

    public void Plan(PastDay day)
    {
        if (day.Number != StuckOnDay || lifts.Count == 0)
            return;
        var (lift, at) = (lifts[0], day.At(18.5));
        agenda.At(at, () => Stand(lift, isStuck: true));
        agenda.At(at + TimeSpan.FromMinutes(11), () => Stand(lift, isStuck: false));
    }

    private static void Stand(LiftMonitor lift, bool isStuck)
    {
        (lift.IsInDoorZone, lift.IsDoorOpen, lift.IsAlarmPressed, lift.LoadKg) = (!isStuck, !isStuck, isStuck, isStuck ? 68 : 0);
        lift.Faults = isStuck ? ["car_stopped_outside_landing_zone"] : [];
        lift.TellChange();
        lift.IsDoorOpen = false;
    }
}
