namespace Estate.Domain.Rules.Cel;

/// <summary>One way to call a function: what it takes and what it gives. A method takes its target first.</summary>
internal sealed record Overload(string Name, bool IsMethod, CelType[] Parameters, CelType Result)
{
    internal Func<CelValue, CelValue>? One { get; init; }
    internal Func<CelValue, CelValue, CelValue>? Two { get; init; }

    internal bool Takes(CelValue a, CelValue b) => Fits(a, Parameters[0]) && (Parameters.Length == 1 || Fits(b, Parameters[1]));

    /// <summary>The list that comes out is of what went in.</summary>
    internal CelType ResultFor(CelNode[] arguments) => Result.IsList ? arguments.Select(node => node.Type).Aggregate(CelType.Join) : Result;

    private static bool Fits(CelValue value, CelType wanted) => wanted.IsDyn || CelType.Of(value.Kind).Name == wanted.Name;
}
