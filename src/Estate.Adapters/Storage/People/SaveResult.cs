namespace Estate.Adapters.Storage.People;

/// <summary>Whether an account was written, and why not.</summary>
public enum SaveResult
{
    Saved,
    NameTaken,

    /// <summary>Somebody else wrote it since it was read.</summary>
    ChangedMeanwhile,

    /// <summary>Nobody would be left who can make accounts.</summary>
    LastAdministrator,

    /// <summary>The invitation was used already, or its time is over.</summary>
    CodeUsed,
}
