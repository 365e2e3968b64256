namespace Estate.FirmwareSim.Past;

/// <summary>
/// Weeks of a garage for bicycles: e-bikes leave for work and are back in the evening, some bicycles never move; cards at its door.
/// </summary>
public sealed class PastGarage(Agenda agenda, GarageBox? box, GateController? door, IReadOnlyList<string> cards, Random random)
{
    private const int EBikesADay = 22, BicyclesADay = 18, CardsADay = 24, NeverMove = 3;
    private static readonly TimeSpan StandEvery = TimeSpan.FromHours(3), ReportEvery = TimeSpan.FromMinutes(2);

    /// <summary>Their owners are none of those who come and go.</summary>
    private readonly string[] _left = [.. ReferenceCards.Tags(500).Select(tag => tag.Tag).TakeLast(NeverMove)];

    private readonly Bikes? _bikes = box is null ? null : new(box, [.. ReferenceCards.Tags(60).Select(tag => tag.Tag)], random);

    public void Start()
    {
        box?.Start();
        agenda.In(TimeSpan.FromSeconds(5), () => _bikes?.Begin(bicycles: 38, eBikes: 24));
        agenda.Every(StandEvery, StandEvery, () => _bikes?.Stand());
        door?.Start();
        agenda.Every(ReportEvery, TimeSpan.FromSeconds(10), () => door?.Report());
    }

    public void Plan(PastDay day)
    {
        if (day.Number == 1)
            foreach (var tag in _left)
                agenda.At(day.Around(16, 3, random), () => _bikes?.Leave(tag));
        for (var i = 0; i < EBikesADay; i++)
            Ride("e_bike", day.Around(7.8, 1, random), day.Around(18.2, 1.5, random));
        for (var i = 0; i < BicyclesADay; i++)
            Ride("bicycle", day.Around(9, 2, random), day.Around(16, 3, random));
        for (var i = 0; i < CardsADay && door is not null; i++)
            agenda.At(day.Around(18, 2.5, random), ComeIn);
    }

    private void Ride(string bike, DateTimeOffset leaves, DateTimeOffset returns)
    {
        agenda.At(leaves, () => _bikes?.Go(bike));
        agenda.At(returns, () => _bikes?.Come(bike));
    }

    private void ComeIn()
    {
        door!.Card(cards[random.Next(cards.Count)]);
        agenda.In(TimeSpan.FromSeconds(2), Walk);
    }

    private void Walk()
    {
        if (door!.IsLocked)
            return;
        door.Open(true);
        agenda.In(TimeSpan.FromSeconds(4), () => door.Open(false));
    }
}
