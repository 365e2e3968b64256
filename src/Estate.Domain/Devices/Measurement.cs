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
public readonly record struct FieldValue(double Number, bool IsInteger)
{
    public static implicit operator FieldValue(double value) => new(value, false);

    public static implicit operator FieldValue(int value) => new(value, true);
}
