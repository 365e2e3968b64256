using System.Collections.Immutable;

namespace Estate.Domain.Rules;

/// <summary>
/// Something a rule does: <c>alert</c>, <c>notify</c>, <c>ask</c>, <c>announce</c> or <c>review</c>. Values are expressions.
/// </summary>
public sealed record ActionSource(string Kind)
{
    /// <summary>The devices asked, or the notifiers.</summary>
    public ImmutableArray<string> To { get; init; } = [];
    public string Request { get; init; } = "";
    public ImmutableSortedDictionary<string, string> With { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What a sign shows for a while, which is written shorter than other requests.</summary>
    /// <param name="written">The sign's name under <c>sign</c>, and what the request takes.</param>
    public static ActionSource Announcing(ImmutableSortedDictionary<string, string> written) =>
        new("announce") { To = ["sign/" + written.GetValueOrDefault("sign")], Request = "announce", With = written.Remove("sign") };
}
