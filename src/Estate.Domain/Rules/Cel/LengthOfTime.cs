using System.Buffers;
using System.Globalization;

namespace Estate.Domain.Rules.Cel;

/// <summary>Lengths of time as people write them in rules: <c>90s</c>, <c>1h30m</c>, <c>250ms</c>.</summary>
internal static class LengthOfTime
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");
    private static readonly (string Unit, decimal Nanoseconds)[] Units =
        [("ns", 1), ("us", 1_000), ("µs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000)];

    internal static CelValue Parse(string text)
    {
        var rest = text.AsSpan().TrimStart('-');
        decimal sum = 0;
        if (rest.Length is 0 or > 30 || (text.Length - rest.Length) > 1)
            return Wrong(text);
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0
                || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return Wrong(text);
            rest = rest[digits..];
            var letters = rest.IndexOfAny(Digits) is var next and >= 0 ? next : rest.Length;
            var unit = rest[..letters].ToString();
            if (Array.FindIndex(Units, one => one.Unit == unit) is not (var found and >= 0))
                return Wrong(text);
            if (number > long.MaxValue / Units[found].Nanoseconds)
                return TooLong(text);
            sum += number * Units[found].Nanoseconds;
            rest = rest[letters..];
        }
        sum = text[0] == '-' ? -sum : sum;
        return sum is > long.MinValue and < long.MaxValue ? CelValue.Nanoseconds((long)sum) : TooLong(text);
    }

    private static CelValue TooLong(string text) => CelValue.Error($"range: '{text}' is longer than 292 years");

    private static CelValue Wrong(string text) => CelValue.Error($"'{text}' is no length of time such as 90s, 10m or 1h30m");
}
