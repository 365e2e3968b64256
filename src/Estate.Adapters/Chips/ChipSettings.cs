using System.Globalization;
using Estate.Adapters.Gpio;
using Estate.Domain.Devices;

namespace Estate.Adapters.Chips;

/// <summary>One chip as its entry of <c>chips:</c> says: its model, where it is, and its settings.</summary>
public sealed class ChipSettings
{
    private readonly ChipModel _model;
    private readonly IReadOnlyDictionary<string, string> _values;

    private ChipSettings(ChipModel model, (int Bus, int At) place, IReadOnlyDictionary<string, string> values)
    {
        (_model, _values) = (model, values);
        (Bus, At) = place;
        Place = model.Bus switch
        {
            ChipBus.I2c => string.Create(CultureInfo.InvariantCulture, $"i2c-{Bus} 0x{At:x2}"),
            ChipBus.Spi => string.Create(CultureInfo.InvariantCulture, $"spi-{Bus}.{At}"),
            ChipBus.Pwm => string.Create(CultureInfo.InvariantCulture, $"pwm-{Bus}.{At}"),
            _ => string.Join(' ', model.Lines.Select(line => values[line])),
        };
    }

    public string Model => _model.Name;

    public ChipRole Role => _model.Role;

    /// <summary>What a sensor measures in, such as mm; empty for others.</summary>
    public string Unit => _model.Unit;

    /// <summary>Where it is, such as "i2c-1 0x29". Chips of the same place are one piece of hardware.</summary>
    public string Place { get; }

    /// <summary>The part of it that is used, where several entries may share one piece of hardware.</summary>
    public double? Channel => _model.Numbers.Any(number => number.Name == "channel") ? Number("channel") : null;

    internal int Bus { get; }

    /// <summary>Address or chip select.</summary>
    internal int At { get; }

    internal Func<IBuses, IDisposable> Open => buses => _model.Open(this, buses);

    /// <param name="entry">All of the entry but its device, its terminal and the terminal's own settings.</param>
    /// <exception cref="FormatException">An unknown chip or a value that cannot be; says what can.</exception>
    public static ChipSettings Parse(IReadOnlyDictionary<string, string> entry)
    {
        var name = entry.GetValueOrDefault("chip")
            ?? throw new FormatException($"'chip' is missing; there are {string.Join(", ", ChipModels.All.Keys)}");
        if (ChipModels.Refused.TryGetValue(name, out var reason))
            throw new FormatException($"chip '{name}' is not used: {reason}");
        if (!ChipModels.All.TryGetValue(name, out var model))
            throw new FormatException($"chip '{name}' is not known; there are {string.Join(", ", ChipModels.All.Keys)}");
        var known = model.Numbers.Select(number => number.Name).Concat(model.Words.Keys).Concat(model.Lines)
            .Concat(model.Bus == ChipBus.Lines ? [] : model.Bus == ChipBus.I2c ? ["bus", "address"] : ["bus"]).Append("chip").ToList();
        if (entry.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown)
            throw new FormatException($"a {name} has no '{unknown}'; it has {string.Join(", ", known)}");
        var settings = new ChipSettings(model, PlaceOf(model, entry), entry);
        model.Numbers.ToList().ForEach(number => settings.Number(number.Name));
        model.Words.Keys.ToList().ForEach(word => settings.Word(word));
        return settings;
    }

    public override string ToString() => $"{Model} {Place}";

    internal double Number(string name)
    {
        var number = _model.Numbers.Single(one => one.Name == name);
        return number.In(_values) ?? throw new FormatException($"'{name}' is missing: {number.Expected}");
    }

    internal string Word(string name) =>
        _values.GetValueOrDefault(name, _model.Words[name][0]) is var word && _model.Words[name].Contains(word)
        ? word
        : throw new FormatException($"{name} is '{word}', expected {string.Join(" or ", _model.Words[name])}");

    /// <summary>Lines it needs, in the order of its model; none for most.</summary>
    public IReadOnlyList<LineAddress> Lines => [.. _model.Lines.Select(line => LineAddress.Parse(_values[line]))];

    private static (int Bus, int At) PlaceOf(ChipModel model, IReadOnlyDictionary<string, string> entry)
    {
        foreach (var line in model.Lines)
            LineAddress.Parse(entry.GetValueOrDefault(line)
                ?? throw new FormatException($"a {model.Name} needs '{line}', a line such as GPIO17"));
        var bus = entry.GetValueOrDefault("bus") ?? "";
        return model.Bus switch
        {
            ChipBus.Lines => default,
            ChipBus.I2c when bus.StartsWith("i2c-", StringComparison.Ordinal) && Digits(bus[4..]) is { } number =>
                (number, AddressOf(model, entry)),
            ChipBus.I2c => throw new FormatException($"bus is '{bus}'; a {model.Name} is on an I2C bus such as i2c-1"),
            ChipBus.Spi => PairOf("spi-", bus) ?? throw new FormatException(
                $"bus is '{bus}'; a {model.Name} is on an SPI bus with its chip select, such as spi-0.0"),
            _ => PairOf("pwm-", bus) ?? throw new FormatException(
                $"bus is '{bus}'; a {model.Name} is on a PWM chip with its channel, such as pwm-0.0"),
        };
    }

    private static (int, int)? PairOf(string prefix, string bus) =>
        bus.StartsWith(prefix, StringComparison.Ordinal) && bus[prefix.Length..].Split('.') is [var first, var second]
        && Digits(first) is { } chip && Digits(second) is { } part ? (chip, part) : null;

    private static int AddressOf(ChipModel model, IReadOnlyDictionary<string, string> entry)
    {
        if (!entry.TryGetValue("address", out var text) && model.Addresses is [var usual, ..])
            return usual;
        var address = text is null ? null : Hex(text) ?? Digits(text);
        return address is { } known && model.Addresses.Contains(known)
            ? known
            : throw new FormatException(
                $"address is '{text}'; a {model.Name} has {string.Join(" or ", model.Addresses.Select(one => $"0x{one:x2}"))}");
    }

    private static int? Hex(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Digits(string text) =>
        FiniteNumber.TryParseWhole(text, out var number) && number is >= 0 and < 256 ? number : null;
}
