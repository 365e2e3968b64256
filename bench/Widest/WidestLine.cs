namespace Estate.Bench.Widest;

/// <summary>The figures of one address: its first answer, and the middle one of those after it.</summary>
internal sealed record WidestLine(string Pattern, Asked First, Asked Usual);
