namespace Estate.FirmwareSim;

/// <summary>
/// A gate controller on MQTT and the people at it: cards from outside, the exit button from inside, now and then a card
/// nobody knows. Whoever finds it unlocked walks through.
/// </summary>
public sealed class ControllerPeople(GateController gate, IReadOnlyList<string> cards, Random random) : IGateTraffic
{
    /// <summary>In steps of a twentieth of a second.</summary>
    private const int ButtonSteps = 5;
    private const int WaitSteps = 40;
    private const int WalkSteps = 40;
    private const int ReportSteps = 60 * Simulation.StepsPerSecond;

    private bool _isStarted;
    private bool _isOpen;
    private int _pressedFor;
    private int _waitFor;
    private int _walkFor;
    private int _reportIn = ReportSteps;

    public void Step(double expected)
    {
        if (!_isStarted)
            gate.Start();
        _isStarted = true;
        gate.Tick();
        if (--_reportIn <= 0)
        {
            _reportIn = ReportSteps;
            gate.Report();
        }
        if (_pressedFor > 0 && --_pressedFor == 0)
            gate.Push(false);
        if (_isOpen)
        {
            if (--_walkFor <= 0)
                Move(open: false);
        }
        else if (_waitFor > 0)
            Wait();
        else if (random.NextDouble() < expected)
            Come();
    }

    public void Dispose() => gate.Dispose();

    private void Come()
    {
        _waitFor = WaitSteps;
        if (random.NextDouble() < 0.3)
        {
            _pressedFor = ButtonSteps;
            gate.Push(true);
        }
        else
            gate.Card(random.NextDouble() < 0.03 ? "W26:BADBAD" : cards[random.Next(cards.Count)]);
    }

    /// <summary>A gate that stays locked: they go away.</summary>
    private void Wait()
    {
        _waitFor--;
        if (!gate.IsLocked)
            Move(open: true);
    }

    private void Move(bool open)
    {
        (_isOpen, _waitFor, _walkFor) = (open, 0, WalkSteps);
        gate.Open(open);
    }
}
