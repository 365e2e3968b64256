using System.Globalization;
using Estate.Adapters.Chips;
using Estate.Adapters.Gpio;
using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>One terminal of one device, and the line (or a reader's two lines, or a chip) it hangs on.</summary>
internal sealed record PinWire(DeviceId Device, string Terminal, PinLine? Line, PinReader? Reader)
{
    public PlannedChip? Chip { get; init; }

    /// <summary>Of a sensor whose terminal wants something else than it measures.</summary>
    internal SensorScale? Scale { get; init; }

    /// <summary>What the adapter calls it.</summary>
    internal string Name => Line?.Name ?? Reader?.Name ?? Chip!.Name;

    /// <summary>Of estate.yaml, where it stands.</summary>
    internal string Section => Chip is null ? "pins" : "chips";

    /// <param name="number">Which line of this terminal it is, from 1.</param>
    /// <exception cref="FormatException">A word or line that cannot be.</exception>
    internal static PinWire From(EstateFile.PinSection pin, int number)
    {
        var device = DeviceId.Parse(pin.Device);
        var name = NameOf(device, pin.Terminal) + (number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{number}"));
        var bias = pin.Bias switch
        {
            "as_is" => PinBias.AsIs,
            "disabled" => PinBias.Disabled,
            "pull_up" => PinBias.PullUp,
            "pull_down" => PinBias.PullDown,
            _ => throw new FormatException($"bias '{pin.Bias}' is not as_is, disabled, pull_up or pull_down"),
        };
        if (pin.Active is not ("high" or "low"))
            throw new FormatException($"active '{pin.Active}' is not high or low");
        if (pin.DebounceMs is not (>= 0 and <= 1000) || pin.FrameGapMs is not (>= 5 and <= 200))
            throw new FormatException("debounce_ms is 0 to 1000, frame_gap_ms 5 to 200");
        if (pin is { Data0: { } data0, Data1: { } data1, Line: null })
            return new(device, pin.Terminal, null, new(name, LineAddress.Parse(data0), LineAddress.Parse(data1))
            {
                Bias = bias == PinBias.AsIs ? PinBias.PullUp : bias,
                FrameGap = TimeSpan.FromMilliseconds(pin.FrameGapMs),
            });
        if (pin.Line is null || pin.Data0 is not null || pin.Data1 is not null)
            throw new FormatException("needs line, or data0 and data1 for a reader; chips on a bus stand in chips:");
        return new(device, pin.Terminal, new(name, LineAddress.Parse(pin.Line))
        {
            IsActiveLow = pin.Active == "low",
            Bias = bias,
            Debounce = TimeSpan.FromMilliseconds(pin.DebounceMs),
        }, null);
    }

    /// <summary>The adapter's name of a terminal: gate/s-gate:contact; of its second line, gate/s-gate:fire-2.</summary>
    internal static string NameOf(DeviceId device, string terminal) => string.Create(CultureInfo.InvariantCulture, $"{device}:{terminal}");
}

/// <summary>All wires, and whether they are the kernel's or simulated (auto: the kernel's where there are any).</summary>
internal sealed record PinWiring(string Mode, IReadOnlyList<PinWire> Wires)
{
    public static readonly PinWiring None = new("auto", []);

    /// <summary>Those on lines.</summary>
    public IEnumerable<PinWire> Lines => Wires.Where(wire => wire.Chip is null);

    public IReadOnlyList<PlannedChip> Chips => [.. Wires.Select(wire => wire.Chip).OfType<PlannedChip>()];

    /// <exception cref="ConfigurationException">A terminal the kind does not have, or one that is an output there.</exception>
    internal PinPlan Plan(IEnumerable<IDeviceKind> kinds)
    {
        var byName = kinds.ToDictionary(kind => kind.Name);
        Terminals TerminalsOf(DeviceId device) => (byName.GetValueOrDefault(device.Kind) as IWiredKind)?.Terminals ?? Terminals.None;
        foreach (var wire in Wires)
        {
            var known = TerminalsOf(wire.Device);
            var (what, fitting) = wire switch
            {
                { Chip.Chip.Role: ChipRole.Display } => ("display", known.Displays),
                { Chip.Chip.Role: ChipRole.Lamp } => ("lamp", known.Lamps),
                { Chip.Chip.Role: ChipRole.Buzzer } => ("buzzer", known.Buzzers),
                { Chip.Chip.Role: ChipRole.Sensor } => ("gauge", known.Gauges.Keys),
                { Line: null } => ("reader", known.Readers),
                _ => ("terminal", known.Outputs.Concat(known.Inputs)),
            };
            if (!fitting.Contains(wire.Terminal))
                throw new ConfigurationException($"{wire.Section}: {wire.Device} has no {what} '{wire.Terminal}'. "
                    + $"It has: {string.Join(", ", fitting.DefaultIfEmpty("none"))}");
            if (wire.Chip?.Chip.Role == ChipRole.Sensor)
                ChipEntry.CheckSensor(wire, known.Gauges[wire.Terminal], byName[wire.Device.Kind].SilentAfter.ToTimeSpan());
        }
        ChipEntry.CheckPlaces(this);
        foreach (var (device, wires) in Wires.GroupBy(wire => wire.Device).Select(same => (same.Key, same.ToList())))
            CheckWhole(device, wires, TerminalsOf(device));
        bool IsOutput(PinWire wire) => wire.Line is not null && TerminalsOf(wire.Device).Outputs.Contains(wire.Terminal);
        return new(
            [.. Wires.Where(IsOutput).Select(wire => wire.Line!)],
            [.. Wires.Where(wire => wire.Line is not null && !IsOutput(wire)).Select(wire => wire.Line!)],
            [.. Wires.Where(wire => wire.Reader is not null).Select(wire => wire.Reader!)]);
    }

    /// <summary>The inventory, each device with its terminals here.</summary>
    internal List<DeviceSettings> Of(IEnumerable<DeviceSettings> inventory)
    {
        var terminals = Wires.ToLookup(wire => wire.Device, wire => wire.Terminal);
        return [.. inventory.Select(settings => settings with { Wires = [.. terminals[settings.Device].Distinct()] })];
    }

    private static void CheckWhole(DeviceId device, List<PinWire> wires, Terminals known)
    {
        bool MayBeSeveral(string terminal) => known.Several.Contains(terminal) && wires.All(wire => wire.Terminal != terminal || wire.Line is not null);
        if (wires.GroupBy(wire => wire.Terminal).FirstOrDefault(same => same.Count() > 1 && !MayBeSeveral(same.Key)) is { Key: var twice })
            throw new ConfigurationException($"pins, chips: {PinWire.NameOf(device, twice)} is there twice"
                + (known.Several.Count > 0 ? $"; only {string.Join(" and ", known.Several)} may have several lines" : ""));
        if (known.Outputs.Except(wires.Select(wire => wire.Terminal)).FirstOrDefault() is { } missing)
            throw new ConfigurationException($"pins: {device} has no line for its {missing}. "
                + "A device with one line here hangs here altogether and is not heard over MQTT: add the line, or take its others out of pins:");
    }
}
