using NodaTime;
using NodaTime.Text;

namespace Estate.Domain.Rules.Cel;

/// <summary>Points in time (years 1 to 9999) and lengths of time (up to 292 years either way).</summary>
internal static class Times
{
    private const long First = -62135596800;
    private const long Last = 253402300799;
    private const long Second = 1_000_000_000;
    private static readonly CelValue Range = CelValue.Error("range: the time is out of range");

    internal static IEnumerable<Overload> Overloads =>
    [
        Functions.Unary("timestamp", CelType.String, CelType.Timestamp, value => Parse(value.AsText)),
        Functions.Unary("timestamp", CelType.Int, CelType.Timestamp, value => At(value.AsInt, 0)),
        Functions.Unary("timestamp", CelType.Timestamp, CelType.Timestamp, value => value),
        Functions.Unary("duration", CelType.String, CelType.Duration, value => LengthOfTime.Parse(value.AsText)),
        Functions.Unary("duration", CelType.Duration, CelType.Duration, value => value),
        Functions.Binary("_+_", CelType.Timestamp, CelType.Duration, CelType.Timestamp, (a, b) => Add(a, b.AsInt)),
        Functions.Binary("_+_", CelType.Duration, CelType.Timestamp, CelType.Timestamp, (a, b) => Add(b, a.AsInt)),
        Functions.Binary("_+_", CelType.Duration, CelType.Duration, CelType.Duration, (a, b) => Sum(a.AsInt, b.AsInt)),
        Functions.Binary("_-_", CelType.Timestamp, CelType.Duration, CelType.Timestamp, (a, b) =>
            b.AsInt == long.MinValue ? Range : Add(a, -b.AsInt)),
        Functions.Binary("_-_", CelType.Timestamp, CelType.Timestamp, CelType.Duration, Between),
        Functions.Binary("_-_", CelType.Duration, CelType.Duration, CelType.Duration, (a, b) =>
            b.AsInt == long.MinValue ? Range : Sum(a.AsInt, -b.AsInt)),
        .. Part("getFullYear", time => time.Year), .. Part("getMonth", time => time.Month - 1), .. Part("getDate", time => time.Day),
        .. Part("getDayOfMonth", time => time.Day - 1), .. Part("getDayOfWeek", time => (int)time.DayOfWeek % 7),
        .. Part("getDayOfYear", time => time.DayOfYear - 1),
        .. Part("getHours", time => time.Hour), .. Part("getMinutes", time => time.Minute), .. Part("getSeconds", time => time.Second),
        .. Part("getMilliseconds", time => time.Millisecond),
        Functions.Method("getHours", CelType.Duration, CelType.Int, value => CelValue.Of(value.AsInt / (3600 * Second))),
        Functions.Method("getMinutes", CelType.Duration, CelType.Int, value => CelValue.Of(value.AsInt / (60 * Second))),
        Functions.Method("getSeconds", CelType.Duration, CelType.Int, value => CelValue.Of(value.AsInt / Second)),
        Functions.Method("getMilliseconds", CelType.Duration, CelType.Int, value => CelValue.Of(value.AsInt / 1_000_000 % 1000)),
    ];

    private static CelValue Parse(string text)
    {
        var parsed = OffsetDateTimePattern.Rfc3339.Parse(text);
        return parsed.Success && CelValue.Of(parsed.Value.ToInstant()).AsTimestamp is var (seconds, nanos)
            ? At(seconds, nanos)
            : CelValue.Error($"'{text}' is no time such as 2026-11-27T12:00:00+08:00");
    }

    private static CelValue At(long seconds, int nanos) => seconds is >= First and <= Last ? CelValue.Timestamp(seconds, nanos) : Range;

    private static CelValue Add(CelValue time, long nanoseconds)
    {
        var (seconds, nanos) = time.AsTimestamp;
        var rest = nanos + (nanoseconds % Second);
        var carry = rest < 0 ? -1 : rest >= Second ? 1 : 0;
        return At(seconds + (nanoseconds / Second) + carry, (int)(rest - (carry * Second)));
    }

    private static CelValue Sum(long a, long b)
    {
        var sum = unchecked(a + b);
        return ((a ^ sum) & (b ^ sum)) < 0 ? Range : CelValue.Nanoseconds(sum);
    }

    private static CelValue Between(CelValue a, CelValue b)
    {
        var (seconds, nanos) = (a.AsTimestamp.Seconds - b.AsTimestamp.Seconds, a.AsTimestamp.Nanos - b.AsTimestamp.Nanos);
        return seconds is > -9_223_372_035 and < 9_223_372_035 ? CelValue.Nanoseconds((seconds * Second) + nanos) : Range;
    }

    private static IEnumerable<Overload> Part(string name, Func<LocalDateTime, int> part) =>
    [
        Functions.Method(name, CelType.Timestamp, CelType.Int, value => CelValue.Of((long)part(value.AsInstant.InUtc().LocalDateTime))),
        Functions.Method(name, CelType.Timestamp, CelType.String, CelType.Int, (value, zone) => Zone(zone.AsText) is { } found
            ? CelValue.Of((long)part(value.AsInstant.InZone(found).LocalDateTime))
            : CelValue.Error($"'{zone.AsText}' is no time zone such as Asia/Shanghai or +08:00")),
    ];

    private static DateTimeZone? Zone(string text) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(text)
        ?? (OffsetPattern.CreateWithInvariantCulture("+HH:mm").Parse(text.Length == 5 ? "+" + text : text) is { Success: true } offset
            ? DateTimeZone.ForOffset(offset.Value) : null);
}
