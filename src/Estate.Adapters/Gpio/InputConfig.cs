namespace Estate.Adapters.Gpio;

/// <summary>The settings of many inputs in the few attributes that a request has room for.</summary>
internal static class InputConfig
{
    /// <summary>As few requests as the kernel's limits allow, nearly always one.</summary>
    internal static List<List<PinLine>> Divide(IEnumerable<PinLine> lines)
    {
        var requests = new List<List<PinLine>>();
        foreach (var line in lines.OrderBy(line => line.Debounce).ThenBy(Flags))
            if (requests is [.., var last] && last.Count < KernelAbi.MaxLines && CountAttributes([.. last, line]) <= KernelAbi.MaxAttributes)
                last.Add(line);
            else
                requests.Add([line]);
        return requests;
    }

    internal static KernelAbi.Config Build(IReadOnlyList<PinLine> lines)
    {
        var config = new KernelAbi.Config { Flags = Flags(lines[0]) };
        foreach (var flags in lines.Select(Flags).Distinct().Skip(1))
            config.Add(KernelAbi.FlagsAttribute, flags, Mask(lines, line => Flags(line) == flags));
        foreach (var debounce in lines.Select(DebounceMicroseconds).Distinct().Where(debounce => debounce > 0))
            config.Add(KernelAbi.DebounceAttribute, debounce, Mask(lines, line => DebounceMicroseconds(line) == debounce));
        return config;
    }

    private static ulong Flags(PinLine line) =>
        KernelAbi.Input | KernelAbi.EdgeRising | KernelAbi.EdgeFalling
        | (line.IsActiveLow ? KernelAbi.ActiveLow : 0) | KernelAbi.Bias(line.Bias);

    private static uint DebounceMicroseconds(PinLine line) => (uint)line.Debounce.TotalMicroseconds;

    private static int CountAttributes(IReadOnlyList<PinLine> lines) =>
        lines.Select(Flags).Distinct().Count() - 1 + lines.Select(DebounceMicroseconds).Where(debounce => debounce > 0).Distinct().Count();

    private static ulong Mask(IReadOnlyList<PinLine> lines, Predicate<PinLine> isMeant)
    {
        var mask = 0UL;
        for (var i = 0; i < lines.Count; i++)
            if (isMeant(lines[i]))
                mask |= 1UL << i;
        return mask;
    }
}
