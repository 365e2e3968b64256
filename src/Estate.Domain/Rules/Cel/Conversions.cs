using System.Globalization;
using System.Text;
using Estate.Domain.Devices;
using NodaTime.Text;

namespace Estate.Domain.Rules.Cel;

/// <summary>From one type to another; what does not fit is an error.</summary>
internal static class Conversions
{
    private static readonly CelValue Range = CelValue.Error("return error for overflow: the number does not fit");
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    internal static IEnumerable<Overload> Overloads =>
    [
        .. From("int", CelType.Int, ToInt, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Timestamp, CelType.Duration),
        .. From("uint", CelType.Uint, ToUint, CelType.Int, CelType.Uint, CelType.Double, CelType.String),
        .. From("double", CelType.Double, ToDouble, CelType.Int, CelType.Uint, CelType.Double, CelType.String),
        .. From("string", CelType.String, ToText, CelType.Bool, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Bytes,
        CelType.Timestamp, CelType.Duration),
        .. From("bytes", CelType.Bytes, value =>
            value.Kind == CelKind.Bytes ? value : CelValue.Of(Encoding.UTF8.GetBytes(value.AsText)), CelType.String, CelType.Bytes),
        .. From("bool", CelType.Bool, ToBool, CelType.Bool, CelType.String),
        Functions.Unary("type", CelType.Dyn, CelType.Type, value => CelValue.Of(CelType.Of(value.Kind))),
    ];

    internal static CelValue ToInt(CelValue value) => value.Kind switch
    {
        CelKind.Int => value,
        CelKind.Uint => value.AsUint <= long.MaxValue ? CelValue.Of((long)value.AsUint) : Range,
        CelKind.Double =>
            value.AsDouble is > -9223372036854775808.0 and < 9223372036854775808.0 ? CelValue.Of((long)value.AsDouble) : Range,
        CelKind.Timestamp => CelValue.Of(value.AsTimestamp.Seconds),
        CelKind.Duration => CelValue.Of(value.AsInt / 1_000_000_000),
        _ => long.TryParse(value.AsText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? CelValue.Of(number)
        : CelValue.Error($"'{value.AsText}' is no whole number"),
    };

    /// <summary>A whole number as a real one; anything else as it is.</summary>
    internal static CelValue ToReal(CelValue value) =>
        value.Kind is CelKind.Int or CelKind.Uint ? ToDouble(value) : value;

    internal static CelValue ToText(CelValue value) => value.Kind switch
    {
        CelKind.Double => CelValue.Of(value.AsDouble.ToString("R", CultureInfo.InvariantCulture)),
        CelKind.Bytes => Decode(value.AsBytes),
        CelKind.Timestamp => CelValue.Of(InstantPattern.ExtendedIso.Format(value.AsInstant)),
        CelKind.Duration =>
            CelValue.Of(((decimal)value.AsInt / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture) + "s"),
        CelKind.String => value,
        _ => CelValue.Of(value.ToString()),
    };

    private static CelValue ToUint(CelValue value) => value.Kind switch
    {
        CelKind.Uint => value,
        CelKind.Int => value.AsInt >= 0 ? CelValue.Of((ulong)value.AsInt) : Range,
        CelKind.Double => value.AsDouble is >= 0 and < 18446744073709551616.0 ? CelValue.Of((ulong)value.AsDouble) : Range,
        _ => ulong.TryParse(value.AsText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? CelValue.Of(number)
        : CelValue.Error($"'{value.AsText}' is no whole number"),
    };

    private static CelValue ToDouble(CelValue value) => value.Kind switch
    {
        CelKind.Double => value,
        CelKind.Int => CelValue.Of((double)value.AsInt),
        CelKind.Uint => CelValue.Of((double)value.AsUint),
        _ => FiniteNumber.TryParse(value.AsText, out var number) ? CelValue.Of(number) : CelValue.Error($"'{value.AsText}' is no number"),
    };

    private static CelValue ToBool(CelValue value) => value.Kind == CelKind.Bool ? value : value.AsText switch
    {
        "1" or "t" or "true" or "TRUE" or "True" => CelValue.True,
        "0" or "f" or "false" or "FALSE" or "False" => CelValue.False,
        _ => CelValue.Error($"Type conversion error: '{value.AsText}' is neither true nor false"),
    };

    private static CelValue Decode(byte[] bytes)
    {
        try
        {
            return CelValue.Of(Strict.GetString(bytes));
        }
        catch (ArgumentException)
        {
            return CelValue.Error("invalid UTF-8: these bytes are no text");
        }
    }

    private static IEnumerable<Overload> From(string name, CelType gives, Func<CelValue, CelValue> does, params CelType[] types) =>
        types.Select(type => Functions.Unary(name, type, gives, does));
}
