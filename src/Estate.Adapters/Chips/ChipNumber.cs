using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Adapters.Chips;

/// <summary>A numeric setting of a chip's entry. Without <paramref name="Default"/> it must be there.</summary>
public sealed record ChipNumber(string Name, double Min, double Max, double? Default = null)
{
    public string Expected => string.Create(CultureInfo.InvariantCulture, $"{Min} to {Max}");

    /// <summary>As the entry has it, or the default; null where there is neither.</summary>
    /// <exception cref="FormatException">Not a number, or not within its range.</exception>
    public double? In(IReadOnlyDictionary<string, string> entry) =>
        !entry.TryGetValue(Name, out var text) ? Default
        : FiniteNumber.TryParseDecimal(text, out var number) && number >= Min && number <= Max ? number
        : throw new FormatException($"{Name} is '{text}', expected {Expected}");
}
