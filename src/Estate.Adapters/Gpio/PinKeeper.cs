using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>Takes the lines of the plan, each as soon as it can be had. For the reading thread.</summary>
internal sealed class PinKeeper : IDisposable
{
    private readonly IReadOnlyList<InputPin> _inputs;
    private readonly IReadOnlyCollection<OutputPin> _outputs;
    private readonly Func<IPinBoard> _look;
    private readonly Action _wake;
    private readonly Dictionary<int, HeldChip> _chips = [];

    /// <summary>Name of each pin not held, and why.</summary>
    private readonly Dictionary<string, string> _missing;

    internal PinKeeper(PinPlan plan, IReadOnlyCollection<OutputPin> outputs, Func<IPinBoard> look, Action wake)
    {
        (_outputs, _look, _wake) = (outputs, look, wake);
        _inputs = [.. plan.Inputs.Select(line => new InputPin(line))];
        _missing = plan.Inputs.Concat(plan.Outputs).ToDictionary(line => line.Name, _ => "not tried yet");
    }

    internal IEnumerable<HeldChip> Held => _chips.Values;

    internal string? Problem
    {
        get
        {
            var all = _missing.Values.Concat(_outputs.Select(output => output.Fault).OfType<string>()).Distinct().ToList();
            return all.Count == 0 ? null : string.Join("; ", all);
        }
    }

    /// <summary>Tries for every line not held.</summary>
    internal void Hold()
    {
        foreach (var output in _outputs)
            output.Retry();
        if (_missing.Count == 0)
            return;
        using var board = _look();
        foreach (var output in _outputs.Where(output => _missing.ContainsKey(output.Line.Name)))
            Hold(board, output.Line, (chip, offset) => chip.Hold(output, offset));
        foreach (var input in _inputs.Where(input => _missing.ContainsKey(input.Line.Name)))
            Hold(board, input.Line, (chip, offset) => chip.Hold(input, offset));
    }

    /// <summary>Lets go of chips that can be read no more, to take them again when they are back.</summary>
    internal void DropGone()
    {
        foreach (var (number, chip) in _chips.Where(chip => chip.Value.Fault is not null).ToList())
        {
            foreach (var name in chip.Names)
                _missing[name] = chip.Fault!;
            _chips.Remove(number);
            chip.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var chip in _chips.Values)
            chip.Dispose();
        _chips.Clear();
    }

    private void Hold(IPinBoard board, PinLine line, Action<HeldChip, int> hold)
    {
        if (board.Find(line.Line, out var problem) is not { } found)
        {
            _missing[line.Name] = problem;
            return;
        }
        try
        {
            if (!_chips.TryGetValue(found.Chip, out var chip))
                _chips[found.Chip] = chip = new(new GpioController(board.Open(found.Chip)), _wake);
            hold(chip, found.Offset);
            _missing.Remove(line.Name);
        }
        catch (Exception failure)
        {
            _missing[line.Name] = $"line {line.Line} is refused: {failure.Message}; end the program that holds it, or add the user {Environment.UserName} to the group gpio";
        }
    }
}
