namespace Estate.Domain.Devices;

/// <summary>
/// A fact of this type may leave the estate, for the district, with these members and no others; a type without it never does, nor does any
/// member of it. Numbers, yes and no, words of a closed list, and parts that say so themselves: never a card, a household, a person, or
/// what somebody wrote.
/// </summary>
/// <param name="members">By the names they are stored under.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MayLeaveAttribute(params string[] members) : Attribute
{
    public IReadOnlyList<string> Members => members;

    /// <summary>A type whose constants are all that a text among them may be.</summary>
    public Type? Words { get; init; }

    /// <summary>A further member, which ties facts of one story together; it leaves as a hash.</summary>
    public string? HashedId { get; init; }
}
