using System.Globalization;
using Estate.Adapters.Chips;
using Estate.Adapters.Gpio;
using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>One entry of <c>chips:</c>, as a wire of its device.</summary>
internal static class ChipEntry
{
    private const double MaxScale = 1e7;
    private static readonly ChipNumber EveryS = new("every_s", 1, 240, 60);
    private static readonly ChipNumber Empty = new("empty", -MaxScale, MaxScale), Full = new("full", -MaxScale, MaxScale);
    private static readonly ChipNumber ZeroV = new("zero_v", -100, 100), VoltsPerA = new("volts_per_a", -1000, 1000);
    private static readonly string[] Own = ["device", "terminal", "every_s", "empty", "full", "zero_v", "volts_per_a"];

    /// <summary>What a sensor measures that <c>zero_v</c> and <c>volts_per_a</c> make a current.</summary>
    private const string Volt = "V";

    /// <exception cref="FormatException">A word or number that cannot be; says what can.</exception>
    internal static PinWire From(Dictionary<string, string> entry)
    {
        string Needed(string key) => entry.GetValueOrDefault(key) ?? throw new FormatException($"'{key}' is missing");
        var (device, terminal) = (DeviceId.Parse(Needed("device")), Needed("terminal"));
        var chip = ChipSettings.Parse(entry.Where(pair => !Own.Contains(pair.Key)).ToDictionary());
        if (chip.Role != ChipRole.Sensor && Own.Skip(2).FirstOrDefault(entry.ContainsKey) is { } stray)
            throw new FormatException($"'{stray}' is only for sensors; a {chip.Model} is none");
        return new(device, terminal, null, null)
        {
            Chip = new(PinWire.NameOf(device, terminal), chip)
            {
                Every = TimeSpan.FromSeconds(EveryS.In(entry)!.Value),
            },
            Scale = ScaleOf(entry),
        };
    }

    /// <exception cref="ConfigurationException">The sensor does not measure what the terminal needs, or too seldom.</exception>
    internal static void CheckSensor(PinWire wire, Gauge gauge, TimeSpan silentAfter)
    {
        var chip = wire.Chip!;
        if (chip.Every >= silentAfter)
            throw new ConfigurationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{wire.Section}: {wire.Name}: every_s is {chip.Every.TotalSeconds}, "
                + $"but the device is silent after {silentAfter.TotalSeconds} s"));
        if (wire.Scale is { Unit: Gauge.Ampere } && chip.Chip.Unit != Volt)
            throw new ConfigurationException(
                $"{wire.Section}: {wire.Name}: 'zero_v' and 'volts_per_a' are for a sensor of {Volt}; "
                + $"a {chip.Chip.Model} measures {chip.Chip.Unit}");
        if (gauge.Unit != (wire.Scale?.Unit ?? chip.Chip.Unit))
            throw new ConfigurationException($"{wire.Section}: {wire.Name} {Missing(wire, gauge.Unit, chip.Chip)}");
    }

    private static string Missing(PinWire wire, string unit, ChipSettings chip) => unit switch
    {
        Gauge.Share => $"needs 'empty' and 'full': what the {chip.Model} measures then, in {chip.Unit}",
        Gauge.Ampere when wire.Scale is null && chip.Unit == Volt =>
            $"needs 'zero_v' and 'volts_per_a': what the {chip.Model} measures without current, and with each ampere more",
        _ => $"is in {unit}, without 'empty' and 'full'; a {chip.Model} measures {chip.Unit}",
    };

    /// <exception cref="ConfigurationException">
    /// Two entries mean the same hardware, and not different channels of it, or one line.
    /// </exception>
    internal static void CheckPlaces(PinWiring wiring)
    {
        foreach (var same in wiring.Chips.GroupBy(planned => planned.Chip.Place))
            if (same.Select(planned => planned.Chip.Model).Distinct().Count() > 1
                || same.GroupBy(planned => planned.Chip.Channel).Any(one => one.Count() > 1))
                throw new ConfigurationException(
                    $"chips: {same.Key} is used twice: {string.Join(", ", same.Select(planned => planned.Name))}");
        var lines = wiring.Lines.SelectMany(wire => LinesOf(wire).Select(line => (Line: line, wire.Name)))
            .Concat(wiring.Chips.SelectMany(planned => planned.Chip.Lines.Select(line => (Line: line, planned.Name))));
        foreach (var same in lines.GroupBy(use => use.Line, use => use.Name).Where(same => same.Count() > 1))
            throw new ConfigurationException($"pins, chips: line {same.Key} is used twice: {string.Join(", ", same)}");
    }

    private static IEnumerable<LineAddress> LinesOf(PinWire wire) =>
        wire.Reader is { } reader ? [reader.Data0, reader.Data1] : wire.Line is { } line ? [line.Line] : [];

    private static SensorScale? ScaleOf(Dictionary<string, string> entry) => (
        Empty.In(entry), Full.In(entry), ZeroV.In(entry), VoltsPerA.In(entry)) switch
    {
        (null, null, null, null) => null,
        ({ } empty, { } full, null, null) when empty != full => new(Gauge.Share, new FillScale(empty, full).ShareOf),
        (null, null, { } zero, { } perAmpere) when perAmpere != 0 => new(Gauge.Ampere, volts => (volts - zero) / perAmpere),
        (null, null, _, _) => throw new FormatException("'zero_v' and 'volts_per_a' stand together, and the second is not 0"),
        _ => throw new FormatException("'empty' and 'full' stand together, and are not the same"),
    };
}
