namespace Estate.Domain.Rules.Cel;

/// <summary>The functions of the language, by the public specification's list of standard definitions.</summary>
internal static class Functions
{
    private static readonly Dictionary<string, List<Overload>> All =
        Arithmetic.Overloads.Concat(Conversions.Overloads).Concat(Texts.Overloads).Concat(Times.Overloads).GroupBy(one => one.Name)
            .ToDictionary(group => group.Key, group => group.ToList());

    internal static IEnumerable<string> Names =>
        All.Keys.Where(name => char.IsLetter(name[0])).Concat(["has", "all", "exists", "exists_one", "map", "filter", "matches", "dyn"]);

    internal static IReadOnlyList<Overload> Named(string name) => All.GetValueOrDefault(name) ?? [];

    /// <summary>Those whose errors are reported when the expression is compiled.</summary>
    internal static bool AreFolded(string name) => name is "duration" or "timestamp";

    internal static CelValue Apply(Overload[] overloads, CelValue a, CelValue b)
    {
        foreach (var one in overloads)
            if (one.Takes(a, b))
                return one.One is { } unary ? unary(a) : one.Two!(a, b);
        return CelCompiler.NoOverload;
    }

    internal static Overload Unary(string name, CelType takes, CelType gives, Func<CelValue, CelValue> does) =>
        new(name, false, [takes], gives) { One = does };

    internal static Overload Binary(string name, CelType left, CelType right, CelType gives, Func<CelValue, CelValue, CelValue> does) =>
        new(name, false, [left, right], gives) { Two = does };

    internal static Overload Method(string name, CelType target, CelType gives, Func<CelValue, CelValue> does) =>
        new(name, true, [target], gives) { One = does };

    internal static Overload Method(string name, CelType target, CelType takes, CelType gives, Func<CelValue, CelValue, CelValue> does) =>
        new(name, true, [target, takes], gives) { Two = does };
}
