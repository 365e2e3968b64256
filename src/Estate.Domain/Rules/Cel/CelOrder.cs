namespace Estate.Domain.Rules.Cel;

/// <summary>What is equal, and what comes first. Numbers of different types compare by their mathematical value.</summary>
internal static class CelOrder
{
    /// <summary>Not a number: neither less nor more nor equal.</summary>
    internal const int Incomparable = int.MinValue;

    /// <summary>Of two operands of which one has no value: unknown before error.</summary>
    internal static CelValue Worse(CelValue a, CelValue b) =>
        a.Kind == CelKind.Unknown ? a : b.Kind == CelKind.Unknown ? b : a.Kind == CelKind.Error ? a : b;

    internal static bool CanCompare(CelType one, CelType other) =>
        (one.IsDyn || Ordered(one)) && (other.IsDyn || Ordered(other)) && (one.IsDyn || other.IsDyn || one.Name == other.Name);

    internal static bool AreEqual(CelValue a, CelValue b)
    {
        if (a.IsNumber && b.IsNumber)
            return CompareNumbers(a, b) == 0;
        return a.Kind == b.Kind && a.Kind switch
        {
            CelKind.Null => true,
            CelKind.List => a.AsList.Count == b.AsList.Count && a.AsList.Zip(b.AsList).All(pair => AreEqual(pair.First, pair.Second)),
            CelKind.Map =>
                a.AsMap.Count == b.AsMap.Count
                && a.AsMap.Entries.All(pair => b.AsMap.TryGet(pair.Key, out var other) && AreEqual(pair.Value, other)),
            CelKind.Type => a.AsType.Name == b.AsType.Name,
            CelKind.String => string.Equals(a.AsText, b.AsText, StringComparison.Ordinal),
            _ => Compare(a, b) == 0,
        };
    }

    /// <summary>Null where the two have no order.</summary>
    internal static int? Compare(CelValue a, CelValue b)
    {
        if (a.IsNumber && b.IsNumber)
            return CompareNumbers(a, b);
        return a.Kind != b.Kind ? null : a.Kind switch
        {
            CelKind.Bool => a.AsBool.CompareTo(b.AsBool),
            CelKind.String => CompareText(a.AsText, b.AsText),
            CelKind.Bytes => a.AsBytes.AsSpan().SequenceCompareTo(b.AsBytes),
            CelKind.Duration => a.AsInt.CompareTo(b.AsInt),
            CelKind.Timestamp => a.AsTimestamp.CompareTo(b.AsTimestamp),
            _ => null,
        };
    }

    private static bool Ordered(CelType type) =>
        type.IsNumber || type.Name is "bool" or "string" or "bytes" or "google.protobuf.Timestamp" or "google.protobuf.Duration";

    private static int CompareNumbers(CelValue a, CelValue b) => (a.Kind, b.Kind) switch
    {
        (CelKind.Double, CelKind.Double) =>
            double.IsNaN(a.AsDouble) || double.IsNaN(b.AsDouble) ? Incomparable : a.AsDouble == b.AsDouble ? 0 : a.AsDouble < b.AsDouble
            ? -1 : 1,
        (CelKind.Int, CelKind.Int) => a.AsInt.CompareTo(b.AsInt),
        (CelKind.Uint, CelKind.Uint) => a.AsUint.CompareTo(b.AsUint),
        (CelKind.Int, CelKind.Uint) => a.AsInt < 0 ? -1 : ((ulong)a.AsInt).CompareTo(b.AsUint),
        (CelKind.Uint, CelKind.Int) => b.AsInt < 0 ? 1 : a.AsUint.CompareTo((ulong)b.AsInt),
        (CelKind.Double, _) => CompareToWhole(a.AsDouble, b),
        _ => CompareToWhole(b.AsDouble, a) is var turned && turned == Incomparable ? turned : -turned,
    };

    /// <summary>As the public cases have it: within the range of whole numbers both are taken as doubles.</summary>
    private static int CompareToWhole(double number, CelValue whole) => double.IsNaN(number) ? Incomparable
        : whole.Kind == CelKind.Int
            ? number < -9223372036854775808.0 ? -1 : number > 9223372036854775808.0 ? 1 : number.CompareTo(whole.AsInt)
            : number < 0 ? -1 : number > 18446744073709551616.0 ? 1 : number.CompareTo(whole.AsUint);

    /// <summary>By code points, not by UTF-16 units.</summary>
    private static int CompareText(string one, string other)
    {
        var length = Math.Min(one.Length, other.Length);
        for (var i = 0; i < length; i++)
            if (one[i] != other[i])
                return char.IsSurrogate(one[i]) == char.IsSurrogate(other[i]) ? one[i].CompareTo(other[i]) : char.IsSurrogate(one[i]) ? 1
                    : -1;
        return one.Length.CompareTo(other.Length);
    }
}
