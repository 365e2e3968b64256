namespace Estate.Adapters.Gpio;

/// <summary>
/// Takes the lines of the plan, each as soon as it is available: a line held by another program, or a chip that is gone,
/// costs only itself. For the loop's thread.
/// </summary>
internal sealed class PinHolder : IDisposable
{
    private const int MaxProblemsListed = 3;

    private readonly Func<IPinBoard> _openBoard;
    private readonly EventLoop _loop;
    private readonly Dictionary<string, HeldChip> _chips = [];

    /// <summary>Each pin not held, and why.</summary>
    private readonly Dictionary<IHeldPin, string> _missing;

    internal PinHolder(IEnumerable<IHeldPin> pins, Func<IPinBoard> openBoard, EventLoop loop)
    {
        (_openBoard, _loop) = (openBoard, loop);
        _missing = pins.ToDictionary(pin => pin, _ => "not tried yet");
    }

    internal bool HoldsAny => _chips.Count > 0;

    internal string? Problem
    {
        get
        {
            var all = _missing.Values.Concat(_chips.Values.SelectMany(chip => chip.Faults)).Distinct().ToList();
            return all.Count switch
            {
                0 => null,
                <= MaxProblemsListed => string.Join("; ", all),
                _ => $"{string.Join("; ", all.Take(MaxProblemsListed))}; and {all.Count - MaxProblemsListed} more",
            };
        }
    }

    /// <summary>Tries for every line not held, outputs first.</summary>
    internal void Hold()
    {
        if (_missing.Count == 0)
            return;
        using var board = _openBoard();
        foreach (var pin in _missing.Keys.OrderByDescending(pin => pin is OutputPin).ToList())
            if ((board.Problem ?? Hold(board, pin)) is { } problem)
                _missing[pin] = problem;
            else
                _missing.Remove(pin);
    }

    /// <summary>Asks every chip; those that are gone are let go of, to be taken again when they are back.</summary>
    /// <returns>The held inputs' levels.</returns>
    internal Dictionary<string, bool> Probe()
    {
        var levels = new Dictionary<string, bool>();
        foreach (var (name, chip) in _chips.ToList())
        {
            chip.Probe();
            if (chip.IsGone)
                Drop(name, chip);
            else
                chip.Report(levels);
        }
        return levels;
    }

    public void Dispose()
    {
        foreach (var chip in _chips.Values)
            chip.Dispose();
        _chips.Clear();
    }

    private void Drop(string name, HeldChip chip)
    {
        _chips.Remove(name);
        chip.Dispose();
        foreach (var pin in chip.Pins)
            _missing[pin] = $"{pin.Name}: the chip of this line is gone; plug it in or load its driver";
    }

    /// <returns>Why it is not available, and what to do about it.</returns>
    private string? Hold(IPinBoard board, IHeldPin pin)
    {
        var lines = new List<FoundLine>();
        foreach (var address in pin.Lines)
            if (board.Find(address, out var problem) is { } found)
                lines.Add(found);
            else
                return problem;
        if (lines is [var zeros, var ones] && (zeros.Chip != ones.Chip || zeros.Offset == ones.Offset))
            return $"{pin.Name}: lines {zeros.Address} and {ones.Address} must be two lines of one chip, "
                + "or their pulses cannot be put in order";
        var name = lines[0].Chip;
        try
        {
            if (!_chips.TryGetValue(name, out var chip))
                _chips[name] = chip = new(board.Open(name, _loop));
            chip.Hold(pin, [.. lines.Select(line => line.Offset)]);
            return null;
        }
        catch (IOException failure)
        {
            if (_chips.TryGetValue(name, out var chip) && chip.Pins.Count == 0)
            {
                _chips.Remove(name);
                chip.Dispose();
            }
            return board.Explain(failure, lines);
        }
    }
}
