using Estate.Domain.Alerts;
using Estate.Domain.Points;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>What a member of a stored body says of somebody.</summary>
internal enum PersonalMember
{
    None,

    /// <summary>The keyed hash of a card's number.</summary>
    Card,

    /// <summary>A household, or the guard of a round.</summary>
    Household,

    /// <summary>Who did or wrote something.</summary>
    Name,
}

/// <summary>
/// The members of stored bodies by which somebody can be recognised; retention takes out their values when their time is over.
/// </summary>
internal static class PersonalMembers
{
    private static readonly Dictionary<string, PersonalMember> Known = new()
    {
        ["card"] = PersonalMember.Card,
        ["household"] = PersonalMember.Household,
        ["guard"] = PersonalMember.Household,
        ["by"] = PersonalMember.Name,
        ["reset_by"] = PersonalMember.Name,
        ["acknowledged_by"] = PersonalMember.Name,
        ["stopped_by"] = PersonalMember.Name,
        ["closed_by"] = PersonalMember.Name,
        ["silenced_by"] = PersonalMember.Name,
        ["author"] = PersonalMember.Name,
        ["taken_by"] = PersonalMember.Name,
        ["phone"] = PersonalMember.Name,
        ["approver"] = PersonalMember.Name,
        ["keeper"] = PersonalMember.Name,
        ["volunteer"] = PersonalMember.Name,
    };

    /// <summary>Who takes over a shift; elsewhere it is a place or a number.</summary>
    private const string Successor = "to";

    internal static PersonalMember Of(string slice, string member) =>
        member == Successor && slice == AlertFact.SliceName ? PersonalMember.Name : Known.GetValueOrDefault(member);

    /// <summary>Whether a member of a household's body is what they, or somebody about them, wrote, or a number that they gave.</summary>
    internal static bool IsTheirOwnWords(string slice, string member) =>
        member is "words" or "outcome" or "phone" || (slice == PointsFact.SliceName && member == "reason");

    /// <summary>What stands there when its time is over.</summary>
    internal static string GoneOf(PersonalMember kind) => kind == PersonalMember.Card ? RetentionRule.GoneCard : RetentionRule.Gone;

    /// <summary>SQL over a fact: whether its body has such a member that still says something.</summary>
    internal static string IsIn(PersonalMember kind)
    {
        var gone = GoneOf(kind);
        var everywhere = Known.Where(pair => pair.Value == kind).Select(pair => Has(pair.Key, gone));
        var more = kind == PersonalMember.Name ? [$"(slice = '{AlertFact.SliceName}' AND {Has(Successor, gone)})"] : Array.Empty<string>();
        return $"({string.Join(" OR ", everywhere.Concat(more))})";
    }

    private static string Has(string member, string gone) => $"""instr(replace(body, '"{member}":"{gone}"', ''), '"{member}":"')""";
}
