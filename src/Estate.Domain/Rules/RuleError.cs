namespace Estate.Domain.Rules;

/// <summary>Something wrong with a rule: in which of its members, and where in that member's text.</summary>
public sealed record RuleError(string Member, int Line, int Column, string Message);
