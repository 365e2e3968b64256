namespace Estate.Bench.Profile;

/// <summary>A method as the compiler of the runtime lists it (DOTNET_JitDisasmSummary).</summary>
/// <param name="Text">All of it, as it is listed.</param>
internal sealed record CompiledMethod(
    string Text, TypeName Owner, string Name, IReadOnlyList<TypeName> Arguments, int Parameters)
{
    private const string Before = "JIT compiled ";

    /// <summary>Made by the runtime while it runs: no assembly has them.</summary>
    private static readonly string[] Made = ["dynamicClass", "IL_STUB", "ILStubClass"];

    /// <param name="line">Such as <c>12: JIT compiled A.B`1[int]:Get[System.__Canon](int) [Tier0, IL size=9, code size=39]</c>.</param>
    /// <returns>Null where it lists no method of an assembly.</returns>
    /// <exception cref="FormatException">A bracket is missing.</exception>
    internal static CompiledMethod? Parse(string line)
    {
        var (begin, end) = (line.IndexOf(Before, StringComparison.Ordinal), line.LastIndexOf(" [", StringComparison.Ordinal));
        if (begin < 0 || end < begin || Made.Any(made => line.Contains(made, StringComparison.Ordinal)))
            return null;
        var text = line[(begin + Before.Length)..end];
        var colon = Brackets.IndexOf(text, ':');
        if (colon < 0)
            throw new FormatException($"no method: {line}");
        var rest = text[(colon + 1)..];
        var name = rest[..EndOfName(rest)];
        var (arguments, open) = ((IReadOnlyList<TypeName>)[], name.Length);
        if (rest[open] == '[')
        {
            var close = Brackets.CloseOf(rest, open);
            (arguments, open) = ([.. Brackets.Split(rest[(open + 1)..close]).Select(TypeName.Parse)], close + 1);
        }
        var parameters = Brackets.Split(rest[(open + 1)..Brackets.CloseOf(rest, open)]).Count;
        return new(text, TypeName.Parse(text[..colon]), name, arguments, parameters);
    }

    /// <summary>What stands in &lt;&gt; belongs to it, also brackets.</summary>
    private static int EndOfName(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '<')
                depth++;
            else if (text[i] == '>')
                depth--;
            else if (depth == 0 && text[i] is '(' or '[')
                return i;
        throw new FormatException($"no parameters: {text}");
    }
}
