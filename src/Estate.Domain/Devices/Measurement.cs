using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>One point of a time series: tags are bounded words, fields are numbers. Enums travel as integers.</summary>
public sealed record Measurement(
    string Name,
    Instant At,
    ImmutableArray<(string Key, string Value)> Tags,
    ImmutableArray<(string Key, FieldValue Value)> Fields);

/// <summary>A float or an integer; the type of a field never changes once written (line protocol).</summary>
/// <remarks>
/// Six decimals, twelve digits at most: what every server gives back as it got it, so that rules decide about the past as they did
/// then. VictoriaMetrics keeps decimals and returns 0.30000000000000004 as 0.3.
/// </remarks>
public readonly record struct FieldValue(double Number, bool IsInteger)
{
    private const int Decimals = 6, Digits = 12;

    public double Number { get; } = Kept(Number);

    public static implicit operator FieldValue(double value) => new(value, false);

    public static implicit operator FieldValue(int value) => new(value, true);

    /// <summary>What is not finite stays so.</summary>
    private static double Kept(double number) => Math.Abs(number) switch
    {
        < 1e6 => Math.Round(number, Decimals) + 0.0,
        < 1e12 and var size => Math.Round(number, Digits - 1 - (int)Math.Log10(size)),
        _ => number,
    };
}
