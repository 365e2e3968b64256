namespace Estate.District.Pages;

/// <summary>Why somebody is not in.</summary>
public enum LoginProblem
{
    None,

    /// <summary>Name or password, or too many tries.</summary>
    Wrong,

    /// <summary>What came back from the provider was not accepted.</summary>
    Refused,

    /// <summary>The provider does not answer.</summary>
    Away,
}
