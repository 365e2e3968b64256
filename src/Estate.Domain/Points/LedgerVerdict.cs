namespace Estate.Domain.Points;

public enum LedgerVerdict
{
    Applied,

    /// <summary>A transfer of this id exists; nothing changed.</summary>
    AlreadyApplied,

    /// <summary>A household would fall below zero; nothing changed.</summary>
    Insufficient,
}
