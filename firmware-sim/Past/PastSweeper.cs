namespace Estate.FirmwareSim.Past;

/// <summary>Weeks of a sweeper: it says every ten minutes that it is there, and drives its route as time passes.</summary>
public sealed class PastSweeper(Agenda agenda, SweeperRobot? robot)
{
    private static readonly TimeSpan StepEvery = TimeSpan.FromMinutes(10);

    /// <summary>Slower than in a demonstration: a zone takes it an hour.</summary>
    private const double SecondsAStep = 7;

    public void Start()
    {
        robot?.Start();
        agenda.Every(StepEvery, StepEvery, () =>
        {
            robot?.SayOnline();
            robot?.Step(SecondsAStep);
        });
    }
}
