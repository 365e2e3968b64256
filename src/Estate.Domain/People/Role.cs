namespace Estate.Domain.People;

/// <summary>What a person, or a program in somebody's name, may do. One person may have several.</summary>
public enum Role
{
    /// <summary>Of a household: sees its points and sessions.</summary>
    Resident,

    /// <summary>The property's staff, on duty.</summary>
    Staff,

    /// <summary>The owners' committee: decides hours and points.</summary>
    Committee,

    /// <summary>Writes rules.</summary>
    Engineer,

    /// <summary>Looks after accounts and tokens.</summary>
    Administrator,
}
