using Estate.Domain.Rules.Cel;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>A length of time as people write it: <c>90s</c>, <c>10m</c>, <c>1h30m</c>.</summary>
public static class LengthText
{
    /// <summary>Null where it is none, or less than none.</summary>
    public static Duration? Parse(string text) =>
        LengthOfTime.Parse(text) is { Kind: CelKind.Duration, AsInt: >= 0 } value ? Duration.FromNanoseconds(value.AsInt) : null;
}
