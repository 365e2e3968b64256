namespace Estate.Domain.Gate;

/// <summary>What is counted of a gate in each hour. Whoever walks through while it is free for all is not.</summary>
public static class GatePassages
{
    /// <summary>A card that opened it.</summary>
    public const string In = "in";

    /// <summary>A card that did not.</summary>
    public const string Refused = "refused";

    /// <summary>The exit button.</summary>
    public const string Out = "out";
}
