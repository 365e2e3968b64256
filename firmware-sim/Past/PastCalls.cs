namespace Estate.FirmwareSim.Past;

/// <summary>Weeks of call buttons: help once in a week, a taxi on most days, one in seven of them taken back.</summary>
public sealed class PastCalls(Agenda agenda, IReadOnlyList<CallButton> buttons, IReadOnlyList<string> cards, Random random)
{
    private const double HelpADay = 0.15, TaxisADay = 0.7, TakenBack = 0.15, WithCard = 0.6;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromMinutes(14), TakenBackAfter = TimeSpan.FromSeconds(50);

    /// <summary>A call takes its time; none begins later than this before the end.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    /// <summary>When what is played ends.</summary>
    public DateTimeOffset End { get; init; } = DateTimeOffset.MaxValue;

    public void Start()
    {
        foreach (var button in buttons)
        {
            button.Start();
            agenda.Every(BeatEvery, TimeSpan.FromMinutes(1), button.Beat);
        }
    }

    public void Plan(PastDay day)
    {
        if (buttons.Count == 0)
            return;
        if (random.NextDouble() < HelpADay)
            At(day.Around(15, 7, random), button => button.Press("help", card: Card()));
        if (random.NextDouble() < TaxisADay)
            At(day.Around(10, 3.5, random), button =>
            {
                button.Press("taxi", card: Card());
                if (random.NextDouble() < TakenBack)
                    agenda.In(TakenBackAfter, () => button.Press("cancel"));
            });
    }

    private void At(DateTimeOffset at, Action<CallButton> press)
    {
        if (at < End - Longest)
            agenda.At(at, () => press(buttons[random.Next(buttons.Count)]));
    }

    private string? Card() => random.NextDouble() < WithCard ? cards[random.Next(cards.Count)] : null;
}
