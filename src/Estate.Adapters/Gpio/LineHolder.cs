namespace Estate.Adapters.Gpio;

/// <summary>
/// Takes the lines of the plan, each as soon as it can be had: a line held by another program, or a chip that is gone,
/// costs only itself. For the reading thread.
/// </summary>
internal sealed class LineHolder : IDisposable
{
    private const int MaxProblemsTold = 3;

    private readonly PinPlan _plan;
    private readonly IReadOnlyDictionary<string, OutputLine> _outputs;
    private readonly IPins _port;
    private readonly string _deviceFolder;
    private readonly List<HeldLines> _held = [];

    /// <summary>Name of each pin not held, and why.</summary>
    private readonly Dictionary<string, string> _missing;

    internal LineHolder(PinPlan plan, IReadOnlyDictionary<string, OutputLine> outputs, IPins port, string deviceFolder)
    {
        (_plan, _outputs, _port, _deviceFolder) = (plan, outputs, port, deviceFolder);
        var names = plan.Outputs.Concat(plan.Inputs).Select(line => line.Name).Concat(plan.Readers.Select(reader => reader.Name));
        _missing = names.ToDictionary(name => name, _ => "not tried yet");
    }

    internal IReadOnlyList<HeldLines> Held => _held;

    internal string? Problem
    {
        get
        {
            var all = _missing.Values.Concat(_held.Select(lines => lines.Fault).OfType<string>()).Distinct().ToList();
            return all.Count switch
            {
                0 => null,
                <= MaxProblemsTold => string.Join("; ", all),
                _ => $"{string.Join("; ", all.Take(MaxProblemsTold))}; and {all.Count - MaxProblemsTold} more",
            };
        }
    }

    /// <summary>Tries for every line not held.</summary>
    internal void Hold()
    {
        if (_missing.Count == 0)
            return;
        using var board = new GpioBoard(_deviceFolder);
        if (board.Problem is { } problem)
        {
            foreach (var name in _missing.Keys)
                _missing[name] = problem;
            return;
        }
        foreach (var output in _outputs.Values.Where(output => _missing.ContainsKey(output.Pin.Name)))
            HoldOutput(board, output);
        foreach (var reader in _plan.Readers.Where(reader => _missing.ContainsKey(reader.Name)))
            HoldReader(board, reader);
        HoldInputs(board);
    }

    /// <summary>Lets go of lines whose chip is gone, to take them again when it is back.</summary>
    internal void DropGone()
    {
        foreach (var lines in _held.Where(lines => lines.IsGone).ToList())
        {
            _held.Remove(lines);
            lines.Dispose();
            foreach (var name in lines.Names)
                _missing[name] = $"{name}: the chip of this line is gone; plug it in or load its driver";
        }
    }

    public void Dispose()
    {
        foreach (var lines in _held)
            lines.Dispose();
        _held.Clear();
    }

    private void HoldOutput(GpioBoard board, OutputLine output)
    {
        if (Find(board, output.Pin.Name, output.Pin.Line) is not { } found)
            return;
        var initial = output.IsWanted;
        if (Request([found], HeldOutput.Config(output.Pin, initial), out var problem) is { } request)
            Keep(new HeldOutput(request, output, initial));
        else
            _missing[output.Pin.Name] = problem;
    }

    private void HoldReader(GpioBoard board, PinReader reader)
    {
        if (Find(board, reader.Name, reader.Data0) is not { } zeros || Find(board, reader.Name, reader.Data1) is not { } ones)
            return;
        if (zeros.Chip != ones.Chip || zeros.Offset == ones.Offset)
            _missing[reader.Name] = $"{reader.Name}: lines {zeros.Address} and {ones.Address} must be two lines of one chip, or their pulses cannot be put in order";
        else if (Request([zeros, ones], HeldReader.Config(reader), out var problem) is { } request)
            Keep(new HeldReader(request, reader, ones.Offset, _port));
        else
            _missing[reader.Name] = problem;
    }

    private void HoldInputs(GpioBoard board)
    {
        var found = _plan.Inputs.Where(pin => _missing.ContainsKey(pin.Name))
            .Select(pin => (Pin: pin, Line: Find(board, pin.Name, pin.Line)))
            .Where(input => input.Line is not null).ToDictionary(input => input.Pin, input => input.Line!);
        foreach (var chip in found.GroupBy(input => input.Value.Chip, input => input.Key))
            foreach (var pins in InputConfig.Divide(chip))
                if (!HoldTogether(pins, found))
                    // One of them cannot be had. Alone, each shows whether it is the one.
                    pins.ForEach(pin => HoldTogether([pin], found));
    }

    private bool HoldTogether(List<PinLine> pins, Dictionary<PinLine, FoundLine> found)
    {
        var lines = pins.Select(pin => found[pin]).ToList();
        if (Request(lines, InputConfig.Build(pins), out var problem) is not { } request)
        {
            foreach (var pin in pins)
                _missing[pin.Name] = problem;
            return false;
        }
        Keep(new HeldInputs(request, [.. pins.Select(pin => (pin, found[pin].Offset))], (name, active) => _port.InputChanged?.Invoke(name, active)));
        return true;
    }

    private FoundLine? Find(GpioBoard board, string name, LineAddress address)
    {
        var found = board.Find(address, out var problem);
        if (found is null)
            _missing[name] = problem;
        return found;
    }

    private void Keep(HeldLines lines)
    {
        _held.Add(lines);
        foreach (var name in lines.Names)
            _missing.Remove(name);
        lines.Probe();
    }

    private static LineRequest? Request(List<FoundLine> lines, KernelAbi.Config config, out string problem)
    {
        problem = "";
        try
        {
            return lines[0].Chip.Request([.. lines.Select(line => line.Offset)], config);
        }
        catch (IOException failure)
        {
            problem = RequestTrouble.Explain(failure, lines);
            return null;
        }
    }
}
