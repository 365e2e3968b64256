namespace Estate.Bench.Profile;

/// <summary>Text with brackets in brackets.</summary>
internal static class Brackets
{
    /// <exception cref="FormatException">It is not closed.</exception>
    internal static int CloseOf(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
            if (text[i] is '[' or '(')
                depth++;
            else if (text[i] is ']' or ')' && --depth == 0)
                return i;
        throw new FormatException($"a bracket is not closed: {text}");
    }

    /// <returns>Where it stands outside of all brackets; -1 where it does not.</returns>
    internal static int IndexOf(string text, char wanted, int from = 0)
    {
        var depth = 0;
        for (var i = from; i < text.Length; i++)
            if (depth == 0 && text[i] == wanted)
                return i;
            else if (text[i] is '[' or '(')
                depth++;
            else if (text[i] is ']' or ')')
                depth--;
        return -1;
    }

    /// <summary>At the commas outside of all brackets.</summary>
    internal static IReadOnlyList<string> Split(string text)
    {
        List<string> parts = [];
        var start = 0;
        for (int comma; (comma = IndexOf(text, ',', start)) >= 0; start = comma + 1)
            parts.Add(text[start..comma]);
        return text.Length == 0 ? parts : [.. parts, text[start..]];
    }
}
