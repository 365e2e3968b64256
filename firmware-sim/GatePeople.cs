using System.Net.Sockets;

namespace Estate.FirmwareSim;

/// <summary>
/// A gate on the gateway's simulated pins and the people at it: cards from outside, the exit button from inside, now and
/// then a card nobody knows. The lock's own contact follows the wire like a real bolt, a moment later.
/// </summary>
public sealed class GatePeople(string socketPath, string gate, IReadOnlyList<uint> cards, Random random) : IGateTraffic
{
    /// <summary>In steps of a twentieth of a second.</summary>
    private const int BoltSteps = 3;
    private const int WalkSteps = 40;
    private const int RetrySteps = 40;

    private PinWires? _wires;
    private bool _isLocked;
    private bool _isOpen;
    private int _boltIn;
    private int _walkIn;
    private int _retryIn;

    public void Step(double expected)
    {
        if (_wires is not { IsConnected: true } wires)
        {
            Connect();
            return;
        }
        Bolt(wires);
        if (_isOpen)
        {
            if (--_walkIn <= 0)
                Move(wires, open: false);
        }
        else if (_walkIn > 0 && !_isLocked)
        {
            if (--_walkIn <= WalkSteps / 2)
                Move(wires, open: true);
        }
        else if (random.NextDouble() < expected)
            Come(wires);
    }

    public void Dispose() => _wires?.Dispose();

    private void Come(PinWires wires)
    {
        _walkIn = WalkSteps;
        if (random.NextDouble() < 0.3)
        {
            wires.Set($"{gate}:exit", true);
            wires.Set($"{gate}:exit", false);
        }
        else
            wires.Frame($"{gate}:reader", WiegandFrame.Of(random.NextDouble() < 0.03 ? 0xBADBADu : cards[random.Next(cards.Count)]));
    }

    private void Move(PinWires wires, bool open)
    {
        _isOpen = open;
        _walkIn = open ? WalkSteps : 0;
        wires.Set($"{gate}:contact", open);
    }

    /// <summary>Powered means locked, and only a shut gate's bolt can follow.</summary>
    private void Bolt(PinWires wires)
    {
        var isPowered = wires.Output($"{gate}:lock") == true && !_isOpen;
        if (isPowered == _isLocked)
            _boltIn = BoltSteps;
        else if (--_boltIn <= 0)
        {
            _isLocked = isPowered;
            wires.Set($"{gate}:lock_sense", isPowered);
        }
        if (_isLocked && _walkIn > 0 && !_isOpen)
            // Nobody was let in: they go away.
            _walkIn--;
    }

    private void Connect()
    {
        if (--_retryIn > 0)
            return;
        _retryIn = RetrySteps;
        _wires?.Dispose();
        _wires = new PinWires();
        try
        {
            _wires.Connect(socketPath);
            (_isLocked, _isOpen, _walkIn) = (false, false, 0);
        }
        catch (SocketException)
        {
            // Not listening: on real pins, or not there yet.
        }
    }
}
