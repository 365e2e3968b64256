namespace Estate.FirmwareSim.Past;

/// <summary>Weeks of call buttons that nobody had to press: signs of life.</summary>
public sealed class PastCalls(Agenda agenda, IReadOnlyList<CallButton> buttons)
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromMinutes(14);

    public void Start()
    {
        foreach (var button in buttons)
        {
            button.Start();
            agenda.Every(BeatEvery, TimeSpan.FromMinutes(1), button.Beat);
        }
    }
}
