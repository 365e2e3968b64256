using Estate.Adapters.Chips;
using Estate.Adapters.Gpio;
using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

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
        return [
            .. inventory.Select(settings => terminals.Contains(settings.Device)
                ? settings with { Wires = [.. terminals[settings.Device].Distinct()] } : settings)];
    }

    private static void CheckWhole(DeviceId device, List<PinWire> wires, Terminals known)
    {
        bool MayBeSeveral(string terminal) =>
            known.Several.Contains(terminal) && wires.All(wire => wire.Terminal != terminal || wire.Line is not null);
        if (wires.GroupBy(wire => wire.Terminal).FirstOrDefault(same => same.Count() > 1 && !MayBeSeveral(same.Key)) is { } twice)
            throw new ConfigurationException($"{twice.Last().Section}: {PinWire.NameOf(device, twice.Key)} is there twice"
                + (known.Several.Count > 0 ? $"; only {string.Join(" and ", known.Several)} may have several lines" : ""));
        if (known.Outputs.Except(wires.Select(wire => wire.Terminal)).FirstOrDefault() is { } missing)
            throw new ConfigurationException($"{wires[0].Section}: {device} has no line for its {missing}. "
                + "A device with one line here hangs here altogether and is not heard over MQTT: add the line, "
                + "or take its others out of pins:");
    }
}
