namespace Estate.FirmwareSim.Past;

/// <summary>Weeks at a gate on the gateway's own pins: cards from outside, the button from inside, a strange card now and then.</summary>
public sealed class PastGate(Agenda agenda, IGateWires wires, string gate, IReadOnlyList<uint> cards, Random random)
{
    private const int CardsADay = 330, ExitsADay = 120;
    private const double Strange = 0.02;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private bool _isOpen;

    public void Start()
    {
        wires.Set($"{gate}:contact", false);
        FollowLock();
    }

    /// <summary>The bolt follows its magnet a moment after the gateway has driven it.</summary>
    public void OnDriven() => agenda.In(Second, FollowLock);

    public void Plan(PastDay day)
    {
        for (var i = 0; i < CardsADay; i++)
            agenda.At(Hour(day, [(7.8, 1.2, 0.2), (18.2, 1.8, 0.35), (22.5, 1.5, 0.2), (13, 6, 0.2), (2.5, 2.5, 0.05)]), ComeIn);
        for (var i = 0; i < ExitsADay; i++)
            agenda.At(Hour(day, [(8, 1.2, 0.4), (13, 6, 0.4), (22.5, 1.5, 0.15), (3, 2.5, 0.05)]), GoOut);
    }

    private DateTimeOffset Hour(PastDay day, (double Hour, double Within, double Share)[] crowds)
    {
        var share = random.NextDouble();
        foreach (var (hour, within, of) in crowds)
            if ((share -= of) < 0)
                return day.Around(hour, within, random);
        return day.Around(13, 6, random);
    }

    private void ComeIn()
    {
        wires.Frame(
            $"{gate}:reader", WiegandFrame.Of(random.NextDouble() < Strange ? 0xBADBADu : cards[random.Next(cards.Count)]));
        agenda.In(2 * Second, Walk);
    }

    private void GoOut()
    {
        wires.Set($"{gate}:exit", true);
        agenda.In(Second, () => wires.Set($"{gate}:exit", false));
        agenda.In(3 * Second, Walk);
    }

    private void Walk()
    {
        if (_isOpen || wires.Output($"{gate}:lock") == true)
            return;
        Move(open: true);
        agenda.In(4 * Second, () => Move(open: false));
    }

    private void Move(bool open)
    {
        _isOpen = open;
        wires.Set($"{gate}:contact", open);
        if (!open)
            FollowLock();
    }

    private void FollowLock()
    {
        if (!_isOpen)
            wires.Set($"{gate}:lock_sense", wires.Output($"{gate}:lock") == true);
    }
}
