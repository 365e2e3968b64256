namespace Estate.Adapters.Gpio;

/// <summary>Inputs of one chip in one request: their levels, and what changed.</summary>
internal sealed class HeldInputs : HeldLines
{
    private readonly IReadOnlyList<(PinLine Pin, int Offset)> _lines;
    private readonly Action<string, bool> _changed;
    private readonly bool?[] _levels;

    internal HeldInputs(LineRequest request, IReadOnlyList<(PinLine Pin, int Offset)> lines, Action<string, bool> changed)
        : base(request, [.. lines.Select(line => line.Pin.Name)])
    {
        (_lines, _changed) = (lines, changed);
        _levels = new bool?[lines.Count];
    }

    /// <summary>Adds what was read without a fault.</summary>
    internal void Report(Dictionary<string, bool> levels)
    {
        for (var i = 0; i < _lines.Count && Fault is null; i++)
            if (_levels[i] is { } level)
                levels[_lines[i].Pin.Name] = level;
    }

    protected override void Take(in KernelAbi.Event found)
    {
        for (var i = 0; i < _lines.Count; i++)
            if (_lines[i].Offset == found.Offset)
                Become(i, found.Id == KernelAbi.RisingEvent);
    }

    protected override void Accept(ulong bits)
    {
        for (var i = 0; i < _lines.Count; i++)
            Become(i, ((bits >> i) & 1) != 0);
    }

    private void Become(int line, bool isActive)
    {
        if (_levels[line] == isActive)
            return;
        _levels[line] = isActive;
        _changed(_lines[line].Pin.Name, isActive);
    }
}
