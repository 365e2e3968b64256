using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Adapters.Chips;

/// <summary>What a chip is for.</summary>
public enum ChipRole
{
    Reader,
    Display,
    Lamp,
    Buzzer,
    Sensor,
}

/// <summary>How a chip is reached.</summary>
internal enum ChipBus
{
    /// <summary>By bus and address.</summary>
    I2c,

    /// <summary>By bus and chip select.</summary>
    Spi,

    /// <summary>By PWM chip and channel.</summary>
    Pwm,

    /// <summary>By lines of its own.</summary>
    Lines,
}

/// <summary>A numeric setting of a chip's entry. Without <paramref name="Default"/> it must be there.</summary>
public sealed record ChipNumber(string Name, double Min, double Max, double? Default = null)
{
    public string Expected => string.Create(CultureInfo.InvariantCulture, $"{Min} to {Max}");

    /// <summary>As the entry has it, or the default; null where there is neither.</summary>
    /// <exception cref="FormatException">Not a number, or not within its range.</exception>
    public double? In(IReadOnlyDictionary<string, string> entry) =>
        !entry.TryGetValue(Name, out var text) ? Default
        : FiniteNumber.TryParse(text, out var number) && number >= Min && number <= Max ? number
        : throw new FormatException($"{Name} is '{text}', expected {Expected}");
}

/// <summary>One kind of chip: an entry of <see cref="ChipModels"/> is all that it takes to offer it.</summary>
/// <param name="Unit">What a sensor measures in; empty for others.</param>
/// <param name="Open">Throws whatever the library throws where the chip does not answer.</param>
internal sealed record ChipModel(string Name, ChipRole Role, ChipBus Bus, string Unit, Func<ChipSettings, IBuses, IDisposable> Open)
{
    /// <summary>Where it can be on an I2C bus; the first if nothing is said.</summary>
    internal IReadOnlyList<int> Addresses { get; init; } = [];

    internal IReadOnlyList<ChipNumber> Numbers { get; init; } = [];

    /// <summary>Names of lines it needs beside its bus.</summary>
    internal IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Allowed words of its settings, by name; the first is the default.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Words { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
