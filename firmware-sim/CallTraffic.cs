namespace Estate.FirmwareSim;

/// <summary>People at call buttons: now and then somebody needs help, and somebody else calls a taxi and takes it back.</summary>
public sealed class CallTraffic(IReadOnlyList<CallButton> buttons, IReadOnlyList<string> cards, Random random) : ITraffic
{

    /// <summary>The first once they are connected.</summary>
    private double _beat = 5;
    private double _helpIn;
    private double _taxiIn;
    private (CallButton Button, double In)? _cancel;

    public TimeSpan HelpEvery { get; init; } = TimeSpan.FromMinutes(6);
    public TimeSpan TaxiEvery { get; init; } = TimeSpan.FromMinutes(9);

    /// <summary>Seconds after the start at which somebody needs help for the first time; null: when it comes.</summary>
    public double? HelpAt { get; init; }

    public void Start()
    {
        (_helpIn, _taxiIn) = (HelpAt ?? HelpEvery.TotalSeconds / 4, TaxiEvery.TotalSeconds / 4);
        foreach (var button in buttons)
            button.Start();
    }

    public void Step(double seconds)
    {
        foreach (var button in buttons)
            button.Tick();
        if ((_beat -= seconds) <= 0)
        {
            _beat = 300;
            foreach (var button in buttons)
                button.Beat();
        }
        if ((_helpIn -= seconds) <= 0)
        {
            _helpIn = HelpEvery.TotalSeconds;
            Any().Press("help", card: random.Next(2) == 0 ? cards[random.Next(cards.Count)] : null);
        }
        if ((_taxiIn -= seconds) <= 0)
        {
            _taxiIn = TaxiEvery.TotalSeconds;
            _cancel = (Any(), 25);
            _cancel.Value.Button.Press("taxi", card: cards[random.Next(cards.Count)]);
        }
        if (_cancel is not { } cancel)
            return;
        _cancel = cancel with { In = cancel.In - seconds };
        if (_cancel.Value.In > 0)
            return;
        cancel.Button.Press("cancel");
        _cancel = null;
    }

    public void Dispose()
    {
        foreach (var button in buttons)
            button.Dispose();
    }

    private CallButton Any() => buttons[random.Next(buttons.Count)];
}
