namespace Estate.Domain.Rules.Cel;

/// <summary>A name an expression may use; <paramref name="Read"/> gives its value, unknown where there is none.</summary>
internal sealed record CelVariable(string Name, CelType Type, Func<CelFrame, CelValue> Read);

/// <summary>
/// A call that must see its arguments before they are evaluated, such as a window over a measurement: the text of each and,
/// where it is a plain value, that value.
/// </summary>
internal delegate CelVariable CelHook(IReadOnlyList<(string Text, CelValue? Constant)> arguments);
