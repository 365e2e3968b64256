namespace Estate.Domain.Rules.Cel;

/// <summary>What one evaluation looks at, and how far it may go. Used again and again; not by two threads at once.</summary>
internal sealed class CelFrame
{
    /// <summary>Steps of loops and of long texts one evaluation may take.</summary>
    public const int MaxSteps = 10_000;

    internal const string TooExpensive = "too expensive: more than 10000 steps";

    internal static readonly CelValue OverBudget = CelValue.Error(TooExpensive);

    private CelValue[] _locals = new CelValue[4];

    /// <summary>What the variables read from.</summary>
    public object? Subject { get; set; }

    /// <summary>Taken by the evaluation so far.</summary>
    public int Steps { get; private set; }

    internal void Begin() => Steps = 0;

    internal bool Spend(int steps = 1) => (Steps += steps) <= MaxSteps;

    internal ref CelValue Local(int slot)
    {
        if (slot >= _locals.Length)
            Array.Resize(ref _locals, (slot + 1) * 2);
        return ref _locals[slot];
    }
}
