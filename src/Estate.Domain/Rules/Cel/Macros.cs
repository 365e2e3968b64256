namespace Estate.Domain.Rules.Cel;

/// <summary>Calls that are no functions: their arguments are not evaluated first.</summary>
internal static class Macros
{
    /// <summary>Null where it is an ordinary method.</summary>
    internal static Syntax? Expand(Syntax target, string name, IReadOnlyList<Syntax> arguments, int end, Parser parser)
    {
        var isMacro = (name, arguments.Count) is ("all" or "exists" or "exists_one" or "filter", 2) or ("map", 2 or 3);
        if (!isMacro)
            return null;
        if (arguments[0] is not NameSyntax { Name: var variable } || variable.StartsWith('.'))
            throw parser.ErrorAt(arguments[0].At, $"{name} needs the name of a variable first, such as {name}(one, one > 0)");
        return new MacroSyntax(target.At, end, name, target, variable, arguments.Count == 3 ? arguments[1] : null, arguments[^1]);
    }

    internal static Syntax Has(int at, IReadOnlyList<Syntax> arguments, int end, Parser parser) =>
        arguments is [SelectSyntax { Operand: var operand, Field: var field }]
            ? new HasSyntax(at, end, operand, field)
            : throw parser.ErrorAt(at, "has() needs one field, such as has(fact.household)");
}
