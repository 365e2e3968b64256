namespace Estate.Bench.Profile;

/// <summary>A type as the compiler prints it: <c>System.Collections.Generic.List`1[int][]</c>.</summary>
/// <param name="Name">With its namespace, and + between nested types.</param>
/// <param name="Arrays">How often [] stands behind it.</param>
internal sealed record TypeName(string Name, IReadOnlyList<TypeName> Arguments, int Arrays)
{
    /// <exception cref="FormatException">A bracket is missing.</exception>
    internal static TypeName Parse(string text)
    {
        var arrays = 0;
        for (; text.EndsWith("[]", StringComparison.Ordinal); text = text[..^2])
            arrays++;
        if (!text.EndsWith(']'))
            return new(text, [], arrays);
        var open = text.IndexOf('[', StringComparison.Ordinal);
        return open > 0 && Brackets.CloseOf(text, open) == text.Length - 1
            ? new(text[..open], [.. Brackets.Split(text[(open + 1)..^1]).Select(Parse)], arrays)
            : throw new FormatException($"no type: {text}");
    }
}
