using System.Globalization;
using System.Text;
using NodaTime;

namespace Estate.Domain.Rules.Cel;

/// <summary>
/// One value of the expression language: 24 bytes, made without an allocation for numbers, times and words that exist
/// already. Durations are whole nanoseconds, timestamps seconds since 1970 and nanoseconds of the second.
/// </summary>
internal readonly struct CelValue
{
    public static readonly CelValue Null = new(CelKind.Null);
    public static readonly CelValue True = Of(true);
    public static readonly CelValue False = Of(false);

    private readonly object? _reference;
    private readonly long _bits;
    private readonly int _nanos;

    private CelValue(CelKind kind, long bits = 0, object? reference = null, int nanos = 0) =>
        (Kind, _bits, _reference, _nanos) = (kind, bits, reference, nanos);

    public CelKind Kind { get; }

    public bool IsNumber => Kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    /// <summary>Neither an error nor unknown.</summary>
    public bool IsKnown => Kind > CelKind.Unknown;

    public bool AsBool => _bits != 0;
    public long AsInt => _bits;
    public ulong AsUint => unchecked((ulong)_bits);
    public double AsDouble => BitConverter.Int64BitsToDouble(_bits);
    public string AsText => (string)_reference!;
    public byte[] AsBytes => (byte[])_reference!;
    public IReadOnlyList<CelValue> AsList => (IReadOnlyList<CelValue>)_reference!;
    public CelMap AsMap => (CelMap)_reference!;
    public CelType AsType => (CelType)_reference!;
    public (long Seconds, int Nanos) AsTimestamp => (_bits, _nanos);
    public Instant AsInstant => Instant.FromUnixTimeSeconds(_bits).PlusNanoseconds(_nanos);

    /// <summary>What went wrong, or which value is not known.</summary>
    public string Problem => (string)_reference!;

    public static CelValue Of(bool value) => new(CelKind.Bool, value ? 1 : 0);

    public static CelValue Of(long value) => new(CelKind.Int, value);

    public static CelValue Of(ulong value) => new(CelKind.Uint, unchecked((long)value));

    public static CelValue Of(double value) => new(CelKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static CelValue Of(string value) => new(CelKind.String, reference: value);

    public static CelValue Of(byte[] value) => new(CelKind.Bytes, reference: value);

    public static CelValue Of(IReadOnlyList<CelValue> value) => new(CelKind.List, reference: value);

    public static CelValue Of(CelMap value) => new(CelKind.Map, reference: value);

    public static CelValue Of(CelType value) => new(CelKind.Type, reference: value);

    public static CelValue Of(Duration value) => Nanoseconds(checked((long)value.ToBigIntegerNanoseconds()));

    public static CelValue Of(Instant value)
    {
        var seconds = value.ToUnixTimeSeconds();
        return Timestamp(seconds, (int)(value - Instant.FromUnixTimeSeconds(seconds)).ToInt64Nanoseconds());
    }

    public static CelValue Nanoseconds(long value) => new(CelKind.Duration, value);

    public static CelValue Timestamp(long seconds, int nanos) => new(CelKind.Timestamp, seconds, nanos: nanos);

    public static CelValue Error(string problem) => new(CelKind.Error, reference: problem);

    /// <param name="what">Whose value it is.</param>
    public static CelValue Unknown(string what) => new(CelKind.Unknown, reference: what);

    /// <summary>As people read it in a page or a log.</summary>
    public override string ToString() => Kind switch
    {
        CelKind.Error => $"error: {Problem}",
        CelKind.Unknown => "?",
        CelKind.Null => "null",
        CelKind.Bool => AsBool ? "true" : "false",
        CelKind.Int => AsInt.ToString(CultureInfo.InvariantCulture),
        CelKind.Uint => AsUint.ToString(CultureInfo.InvariantCulture),
        CelKind.Double => AsDouble.ToString("0.###", CultureInfo.InvariantCulture),
        CelKind.String => AsText,
        CelKind.Bytes => Encoding.UTF8.GetString(AsBytes),
        CelKind.List => "[" + string.Join(", ", AsList) + "]",
        CelKind.Map => "{" + string.Join(", ", AsMap.Entries.Select(pair => $"{pair.Key}: {pair.Value}")) + "}",
        CelKind.Type => AsType.ToString(),
        _ => Conversions.ToText(this).AsText,
    };
}
