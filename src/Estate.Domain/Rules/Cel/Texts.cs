namespace Estate.Domain.Rules.Cel;

/// <summary>Functions of texts and sizes. A text's size is its number of code points.</summary>
internal static class Texts
{
    internal static IEnumerable<Overload> Overloads =>
    [
        Functions.Method("startsWith", CelType.String, CelType.String, CelType.Bool, (a, b) =>
            CelValue.Of(a.AsText.StartsWith(b.AsText, StringComparison.Ordinal))),
        Functions.Method("endsWith", CelType.String, CelType.String, CelType.Bool, (a, b) =>
            CelValue.Of(a.AsText.EndsWith(b.AsText, StringComparison.Ordinal))),
        Functions.Method("contains", CelType.String, CelType.String, CelType.Bool, (a, b) =>
            CelValue.Of(a.AsText.Contains(b.AsText, StringComparison.Ordinal))),
        .. Sizes(CelType.String), .. Sizes(CelType.Bytes), .. Sizes(CelType.List(CelType.Dyn)),
        .. Sizes(CelType.Map(CelType.Dyn, CelType.Dyn)),
    ];

    private static IEnumerable<Overload> Sizes(CelType type) =>
        [Functions.Unary("size", type, CelType.Int, Size), Functions.Method("size", type, CelType.Int, Size)];

    private static CelValue Size(CelValue value) => CelValue.Of(value.Kind switch
    {
        CelKind.String => CodePoints(value.AsText),
        CelKind.Bytes => value.AsBytes.Length,
        CelKind.List => value.AsList.Count,
        _ => (long)value.AsMap.Count,
    });

    private static long CodePoints(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
