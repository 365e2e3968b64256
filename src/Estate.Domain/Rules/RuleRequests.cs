using Estate.Domain.Devices;

namespace Estate.Domain.Rules;

/// <summary>
/// The rules in force from now on, all of them; those that did not change go on as they were. <paramref name="History"/>: facts
/// that fill the windows of the new ones, oldest first.
/// </summary>
public sealed record LoadRules(IReadOnlyList<Rule> Rules, IReadOnlyList<Fact> History) : IRequest;

/// <summary>Mutes the rule for so many minutes; 0 unmutes it.</summary>
public sealed record SilenceRule(string Rule, int Minutes, string Reason) : IRequest
{
    string IRequest.About => Rule;
}

/// <summary>A rule that went out of use is tried again.</summary>
public sealed record EnableRule(string Rule) : IRequest
{
    string IRequest.About => Rule;
}
