namespace Estate.Domain.Rules.Cel;

/// <summary>One part of an expression as written; <paramref name="At"/> to <paramref name="End"/> is its place in the text.</summary>
internal abstract record Syntax(int At, int End);

internal sealed record LiteralSyntax(int At, int End, CelValue Value) : Syntax(At, End);

/// <summary>A leading dot in <paramref name="Name"/> means the outermost meaning of it.</summary>
internal sealed record NameSyntax(int At, int End, string Name) : Syntax(At, End);

internal sealed record SelectSyntax(int At, int End, Syntax Operand, string Field) : Syntax(At, End);

internal sealed record IndexSyntax(int At, int End, Syntax Operand, Syntax Index) : Syntax(At, End);

/// <summary>A function, a method of <paramref name="Target"/>, or an operator such as <c>_+_</c>.</summary>
internal sealed record CallSyntax(int At, int End, string Function, Syntax? Target, IReadOnlyList<Syntax> Arguments) : Syntax(At, End);

internal sealed record ConditionalSyntax(int At, int End, Syntax Condition, Syntax Then, Syntax Otherwise) : Syntax(At, End);

internal sealed record ListSyntax(int At, int End, IReadOnlyList<Syntax> Elements) : Syntax(At, End);

internal sealed record MapSyntax(int At, int End, IReadOnlyList<(Syntax Key, Syntax Value)> Entries) : Syntax(At, End);

internal sealed record HasSyntax(int At, int End, Syntax Operand, string Field) : Syntax(At, End);

/// <summary>all, exists, exists_one, map or filter over a list or the keys of a map.</summary>
internal sealed record MacroSyntax(int At, int End, string Macro, Syntax Range, string Variable, Syntax? Filter, Syntax Body)
    : Syntax(At, End);
